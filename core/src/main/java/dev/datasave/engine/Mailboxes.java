package dev.datasave.engine;

import dev.datasave.spi.EntryId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mailboxes of this server's sessions, for those that have one. Loop only. */
final class Mailboxes {
    private final Engine engine;
    private final Map<String, Mailbox<?>> boxes = new HashMap<>(); // by the hash of the profile
    private final Set<Session<?>> unlisted = new HashSet<>();
    private final Set<Mailbox<?>> again = new LinkedHashSet<>();
    private final Set<EntryId> ignored = new HashSet<>();

    Mailboxes(Engine engine) {
        this.engine = engine;
    }

    /** Tries again what has failed. */
    void retry() {
        List<Mailbox<?>> failed = List.copyOf(again);
        again.clear();
        failed.forEach(Mailbox::retry);
    }

    boolean knows(EntryId message) {
        Mailbox<?> box = boxes.get(Addresses.hashOf(message));
        return ignored.contains(message) || (box != null && box.shelf().knows(Letter.idOf(message)));
    }

    /** Lists the mailbox of that profile, if there is one. */
    boolean list(String hash) {
        Mailbox<?> box = boxes.get(hash);
        if (box != null) {
            box.list();
        }
        return box != null;
    }

    /** That entry is no message: it is reported once. */
    void ignore(EntryId entry, RuntimeException broken) {
        if (ignored.add(entry)) {
            engine.events().tell(listener -> listener.storageFailed(broken));
        }
    }

    /** A session was opened: looks what waits for it. */
    void opened(Session<?> session) {
        if (session.takesMail()) {
            unlisted.add(session);
            listFirst(session);
        }
    }

    private void listFirst(Session<?> session) {
        if (unlisted.contains(session)) {
            engine.port()
                    .call(
                            storage -> MailListing.of(storage, session.id(), Set.of()),
                            found -> {
                                if (unlisted.contains(session)) {
                                    Mailbox<?> box = session.mailbox();
                                    if (box != null || !found.isEmpty()) {
                                        of(session).listed(found);
                                    }
                                    unlisted.remove(session);
                                }
                            },
                            failure -> engine.environment()
                                    .schedule(engine.settings().heartbeat(), () -> listFirst(session)));
        }
    }

    /** The mailbox of a session; made where there is none yet. */
    <T> Mailbox<T> of(Session<T> session) {
        Mailbox<T> known = session.mailbox();
        if (known != null) {
            return known;
        }
        Mailbox<T> box = new Mailbox<>(session, !unlisted.contains(session));
        session.mailbox(box);
        boxes.put(Addresses.hash(session.id()), box);
        return box;
    }

    /** Something that has to do with the session's messages is to be tried again, soon. */
    void later(Session<?> session) {
        Mailbox<?> box = session.mailbox();
        if (box != null) {
            later(box);
        }
    }

    void later(Mailbox<?> box) {
        again.add(box);
    }

    /** A session is over. */
    void ended(Session<?> session, boolean isSaved) {
        unlisted.remove(session);
        Mailbox<?> box = session.mailbox();
        if (box != null) {
            box.close(isSaved);
            boxes.remove(Addresses.hash(session.id()), box);
            again.remove(box);
        }
    }
}
