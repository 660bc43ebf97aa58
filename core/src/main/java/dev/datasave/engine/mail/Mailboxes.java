package dev.datasave.engine.mail;

import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.load.Settling;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.SessionWatcher;
import dev.datasave.spi.EntryId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mailboxes of those sessions of this server that have one. Loop only. */
final class Mailboxes implements SessionWatcher {
    private final Loop loop;
    private final Mail mail;
    private final Map<Session<?>, Mailbox<?>> bySession = new HashMap<>();
    private final Map<String, Mailbox<?>> boxes = new HashMap<>(); // by the hash of the profile
    private final Set<Session<?>> unlisted = new HashSet<>();
    private final Set<Mailbox<?>> again = new LinkedHashSet<>();
    private final Set<EntryId> ignored = new HashSet<>();

    Mailboxes(Loop loop, Mail mail) {
        this.loop = loop;
        this.mail = mail;
    }

    /** Tries again what has failed. */
    void retry() {
        List<Mailbox<?>> failed = List.copyOf(again);
        again.clear();
        failed.forEach(Mailbox::retry);
    }

    /** How many messages wait. */
    int waiting() {
        return bySession.values().stream()
                .mapToInt(box -> box.shelf().inOrder().size())
                .sum();
    }

    boolean knows(EntryId message) {
        Mailbox<?> box = boxes.get(Addresses.hashOf(message));
        return ignored.contains(message) || (box != null && box.shelf().knows(StoredMessage.idOf(message)));
    }

    /** Lists the mailbox of that profile, if there is one. */
    boolean list(String hash) {
        Mailbox<?> box = boxes.get(hash);
        if (box != null) {
            box.list();
        }
        return box != null;
    }

    /** Reports, once, an entry that is not a message. */
    void ignore(EntryId entry, RuntimeException broken) {
        if (ignored.add(entry)) {
            loop.events().tell(listener -> listener.storageFailed(broken));
        }
    }

    /** A session was opened: looks for messages that wait for it. */
    @Override
    public void opened(Session<?> session) {
        if (session.takesMail()) {
            unlisted.add(session);
            listFirst(session);
        }
    }

    /** The first listing, and what was sent to the profile's former keys, came there late, and was brought here before it (P15). */
    private record First(List<Settling.Forwarded> late, MailListing listing) {}

    private void listFirst(Session<?> session) {
        if (unlisted.contains(session)) {
            loop.port()
                    .call(
                            storage -> new First(
                                    new Settling(storage, loop.ids()::writeId).late(session),
                                    MailListing.of(storage, session.id(), Set.of())),
                            first -> {
                                mail.forwarding().brought(first.late());
                                MailListing found = first.listing();
                                if (unlisted.contains(session)) {
                                    Mailbox<?> box = bySession.get(session);
                                    if (box != null || !found.isEmpty()) {
                                        of(session).listed(found);
                                    }
                                    unlisted.remove(session);
                                }
                            },
                            failure ->
                                    loop.environment().schedule(loop.settings().heartbeat(), () -> listFirst(session)));
        }
    }

    /** The mailbox of a session; made if there is none yet. */
    <T> Mailbox<T> of(Session<T> session) {
        @SuppressWarnings("unchecked") // put in under the same session
        Mailbox<T> known = (Mailbox<T>) bySession.get(session);
        if (known != null) {
            return known;
        }
        Mailbox<T> box = new Mailbox<>(session, loop, mail, !unlisted.contains(session));
        bySession.put(session, box);
        boxes.put(Addresses.hash(session.id()), box);
        return box;
    }

    /** Tries the session's mailbox again at the next heartbeat, because something has failed. */
    void later(Session<?> session) {
        Mailbox<?> box = bySession.get(session);
        if (box != null) {
            later(box);
        }
    }

    void later(Mailbox<?> box) {
        again.add(box);
    }

    @Override
    public void saved(Session<?> session) {
        Mailbox<?> box = bySession.get(session);
        if (box != null) {
            box.saved();
        }
    }

    @Override
    public void resumed(Session<?> session) {
        Mailbox<?> box = bySession.get(session);
        if (box != null) {
            box.resume();
        }
    }

    /** A session is over. */
    @Override
    public void ended(Session<?> session, boolean isSaved) {
        unlisted.remove(session);
        Mailbox<?> box = bySession.remove(session);
        if (box != null) {
            box.close(isSaved);
            boxes.remove(Addresses.hash(session.id()), box);
            again.remove(box);
        }
    }
}
