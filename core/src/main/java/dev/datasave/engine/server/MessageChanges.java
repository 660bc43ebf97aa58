package dev.datasave.engine.server;

import dev.datasave.HistoryPolicy;
import dev.datasave.Transaction;
import dev.datasave.engine.commit.Commit;
import dev.datasave.engine.commit.Drafts;
import dev.datasave.engine.commit.Untouched;
import dev.datasave.engine.entry.Marks;
import dev.datasave.engine.entry.SideWrite;
import dev.datasave.engine.live.Draft;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.Mail;
import dev.datasave.engine.mail.MessageEdit;
import dev.datasave.engine.mail.Messages;
import dev.datasave.engine.mail.Seized;
import dev.datasave.engine.mail.StoredMessage;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.Sessions;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The waiting messages that one transaction may change (P11, P12). A message is changed together with its profile, so that it can't be acknowledged
 * meanwhile: a profile that is here takes part in the transaction, and the entry of one that nobody holds is written once more as it is. A profile that
 * another server holds ends the transaction.
 */
final class MessageChanges {
    private final Loop loop;
    private final Sessions sessions;
    private final Messages messages;
    private final Function<String, HistoryPolicy> policies;
    private final SortedMap<EntryId, EntryId> profiles =
            new TreeMap<>(Comparator.comparing(EntryId::store).thenComparing(EntryId::key)); // by the messages' entries
    private final Map<EntryId, Seized> seized = new ConcurrentHashMap<>();
    private final Map<EntryId, Long> changed = new ConcurrentHashMap<>();

    MessageChanges(Loop loop, Sessions sessions, Messages messages, Function<String, HistoryPolicy> policies) {
        this.loop = loop;
        this.sessions = sessions;
        this.messages = messages;
        this.policies = policies;
    }

    /** One more message may be changed. Before {@link #seize}. */
    void add(EntryId profile, String id) {
        profiles.put(Mail.entryId(profile, id), profile);
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

    /** The function begins, perhaps again. */
    void begin() {
        changed.clear();
    }

    /**
     * On a user thread, inside the function: changes a message; false if it does not wait.
     *
     * @throws IllegalArgumentException if the message does not take part
     */
    boolean change(Drafts drafts, EntryId profile, String id, MessageEdit edit) {
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

    /** Gives the messages back when the transaction is over, then tells. */
    Commit.Done freeing(Commit.Done done) {
        return new Commit.Done() {
            @Override
            public void result(Transaction.Result result) {
                free(result instanceof Transaction.Result.Committed);
                done.result(result);
            }

            @Override
            public void failed(Throwable failure) {
                free(false);
                done.failed(failure);
            }
        };
    }

    private void free(boolean isStored) {
        seized.forEach((message, each) -> each.free(isStored ? Math.abs(changed.getOrDefault(message, 0L)) : 0));
        seized.clear();
    }
}
