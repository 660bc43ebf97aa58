package dev.datasave.engine.server;

import dev.datasave.DataSaveException;
import dev.datasave.HistoryPolicy;
import dev.datasave.Transaction;
import dev.datasave.engine.commit.Commit;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.commit.Untouched;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.entry.Marks;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.entry.Way;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.load.Settling;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.Mail;
import dev.datasave.engine.mail.MessageEdit;
import dev.datasave.engine.mail.Messages;
import dev.datasave.engine.mail.Seized;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.Sessions;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The waiting messages that one transaction may change (P11, P12). A message is changed together with its profile, so that it can't be acknowledged
 * meanwhile: a profile that is here takes part in the transaction, and the entry of one that nobody holds is written once more as it is. A profile that
 * another server holds ends the transaction. Where a profile was moved to another key, its messages are found there, however they were named (P15).
 */
final class MessageChanges {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Loop loop;
    private final Sessions sessions;
    private final Messages messages;
    private final Function<String, HistoryPolicy> policies;
    private final Set<Named> all = new LinkedHashSet<>();
    private final SortedMap<EntryId, EntryId> profiles =
            new TreeMap<>(Comparator.comparing(EntryId::store).thenComparing(EntryId::key)); // by the messages' entries
    private volatile Map<EntryId, EntryId> present = Map.of(); // profiles under their present keys, by the named ones
    private volatile Set<EntryId> sought = Set.of(); // messages that no former key has any more
    private final Map<EntryId, Seized> seized = new ConcurrentHashMap<>();
    private final Map<EntryId, Long> changed = new ConcurrentHashMap<>();
    private final long begun;

    /** A message as the game names it: by a key that its profile has, or had before it was moved. */
    private record Named(EntryId profile, String id) {}

    /** Ends a commit before its function runs: a profile is not where it was looked for, or does not have all its messages yet (P15). */
    private static final class Elsewhere extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient EntryId profile;

        Elsewhere(EntryId profile) {
            super("transaction: found profile " + profile + " moved", null, false, false);
            this.profile = profile;
        }
    }

    MessageChanges(Loop loop, Sessions sessions, Messages messages, Function<String, HistoryPolicy> policies) {
        this.loop = loop;
        this.sessions = sessions;
        this.messages = messages;
        this.policies = policies;
        this.begun = loop.environment().monotonicNanos();
    }

    /** One more message may be changed. Before {@link #seize}. */
    void add(EntryId profile, String id) {
        all.add(new Named(profile, id));
        profiles.put(Mail.entryId(profile, id), profile);
    }

    private EntryId presentOf(EntryId named) {
        return present.getOrDefault(named, named);
    }

    /** On the loop: takes the messages of profiles that are here, one after the other in the order of their ids, then goes on. */
    void seize(Runnable then) {
        seize(profiles.keySet().iterator(), then);
    }

    private void seize(Iterator<EntryId> each, Runnable then) {
        while (each.hasNext()) {
            EntryId message = each.next();
            if (!seize(message, () -> seize(message, each, then))) {
                return;
            }
        }
        then.run();
    }

    private void seize(EntryId message, Iterator<EntryId> rest, Runnable then) {
        if (seize(message, () -> seize(message, rest, then))) {
            seize(rest, then);
        }
    }

    private boolean seize(EntryId message, Runnable later) {
        Session<?> session = sessions.session(profileOf(message));
        if (session == null || !session.takesMail()) {
            return true;
        }
        Seized taken = messages.seize(session, StoredMessage.idOf(message), later);
        if (taken != null) {
            seized.put(message, taken);
        }
        return taken != null;
    }

    private EntryId profileOf(EntryId message) {
        return Objects.requireNonNull(profiles.get(message));
    }

    /** On the loop, after {@link #seize}: adds the sessions that take part because of messages. */
    void addSessions(Map<Object, Session<?>> taking) {
        seized.values().forEach(each -> taking.putIfAbsent(each.session().id(), each.session()));
    }

    /** On the loop, after {@link #seize}: the entries to be read. */
    Set<EntryId> reads() {
        Set<EntryId> reads = new HashSet<>(profiles.keySet());
        profiles.forEach((message, profile) -> {
            if (!seized.containsKey(message)) {
                reads.add(profile);
            }
        });
        return reads;
    }

    /** The function begins, perhaps again, unless a profile was moved: then all begins anew where the profile is. */
    void begin(Drafts drafts) {
        changed.clear();
        profiles.forEach((message, profile) -> {
            Optional<Entry> entry = seized.containsKey(message) ? Optional.empty() : drafts.entry(profile);
            if (Departure.of(entry).isPresent() || Settling.isOpen(entry) || mayBeLate(drafts, message, entry)) {
                throw new Elsewhere(profile);
            }
        });
    }

    /** Whether a message that is not there may stand under a former key of its profile, because it came there late, and nobody has looked yet (P15). */
    private boolean mayBeLate(Drafts drafts, EntryId message, Optional<Entry> profile) {
        if (sought.contains(message) || drafts.entry(message).isPresent()) {
            return false;
        }
        Seized here = seized.get(message);
        Way way = here == null
                ? Way.of(profile)
                : here.session().stored().format().memory().way();
        return way.before().isPresent();
    }

    /** Where the profiles are now, by the named ones, and what was late. */
    private record Found(Map<EntryId, EntryId> present, List<Settling.Forwarded> late) {}

    /** On the loop: finds where the profiles are now, finishes their moves, and brings there what came late under former keys. Nothing is seized. */
    private void follow(Elsewhere moved, Runnable then, Commit.Done done) {
        if (loop.environment().monotonicNanos() - begun > PATIENCE.toNanos()) {
            done.result(new Transaction.Result.Contended(Addresses.profile(moved.profile)));
            return;
        }
        loop.port()
                .call(
                        this::find,
                        found -> {
                            present = found.present();
                            messages.brought(found.late());
                            profiles.clear();
                            all.forEach(each -> profiles.put(
                                    Mail.entryId(presentOf(each.profile()), each.id()), presentOf(each.profile())));
                            sought = Set.copyOf(profiles.keySet());
                            then.run();
                        },
                        failure -> done.failed(new DataSaveException.StorageFailed(
                                "transaction: the profile of a message can't be followed to its new key", failure)));
    }

    private Found find(Storage storage) {
        Settling settling = new Settling(storage, loop.ids()::writeId);
        Map<EntryId, EntryId> places = all.stream()
                .map(Named::profile)
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        named -> named,
                        named -> settling.present(
                                named, storage.read(List.of(named)).getFirst())));
        List<Settling.Forwarded> late = places.values().stream()
                .distinct()
                .flatMap(place ->
                        settling.lateTo(place, storage.read(List.of(place)).getFirst()).stream())
                .toList();
        return new Found(places, late);
    }

    /**
     * On a user thread, inside the function: changes a message; false if it does not wait.
     *
     * @throws IllegalArgumentException if the message does not take part
     */
    boolean change(Drafts drafts, EntryId named, String id, MessageEdit edit) {
        EntryId profile = presentOf(named);
        EntryId message = Mail.entryId(profile, id);
        Optional<Entry> base = drafts.entry(message);
        Seized here = seized.get(message);
        Draft<?> draft = here == null ? null : drafts.of(here.session());
        Set<String> consumed = draft == null
                ? Marks.consumed(drafts.entry(profile))
                : draft.meta().marks().consumed();
        Content after = edit.on(base, consumed, loop.clock().now()).orElse(null);
        boolean isWithdrawn = changed.getOrDefault(message, 0L) < 0;
        if (after == null || isWithdrawn) {
            return false;
        }
        long revision = base.orElseThrow().revision();
        drafts.write(new SideWrite(message, base, after, Mail.REMOVED));
        changed.put(message, edit instanceof MessageEdit.Withdraw ? -revision : revision);
        if (here != null && draft != null) {
            draft.touch();
            drafts.whenStored(here::close);
        } else {
            drafts.write(Untouched.of(loop, profile, drafts.entry(profile), policies.apply(profile.store())));
        }
        return true;
    }

    /** Gives the messages back when the transaction is over, then tells; or takes the step {@code again} if a profile was moved. */
    Commit.Done freeing(Commit.Done done, Runnable again) {
        return new Commit.Done() {
            @Override
            public void result(Transaction.Result result) {
                free(result instanceof Transaction.Result.Committed);
                done.result(result);
            }

            @Override
            public void failed(Throwable failure) {
                free(false);
                if (failure instanceof Elsewhere moved) {
                    follow(moved, again, done);
                } else {
                    done.failed(failure);
                }
            }
        };
    }

    private void free(boolean isStored) {
        seized.forEach((message, each) -> each.free(isStored ? Math.abs(changed.getOrDefault(message, 0L)) : 0));
        seized.clear();
    }
}
