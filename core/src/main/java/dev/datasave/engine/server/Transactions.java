package dev.datasave.engine.server;

import dev.datasave.Profile;
import dev.datasave.Transaction;
import dev.datasave.engine.commit.Commit;
import dev.datasave.engine.commit.Commits;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.MessageFormat;
import dev.datasave.engine.mail.Messages;
import dev.datasave.engine.session.LiveProfile;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.Sessions;
import dev.datasave.spi.EntryId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** The public side of transactions (P12). From any thread. */
public final class Transactions {
    private final Loop loop;
    private final Commits commits;
    private final Stores stores;
    private final Sessions sessions;
    private final MessageFormat format;
    private final Messages messages;

    Transactions(
            Loop loop, Commits commits, Stores stores, Sessions sessions, MessageFormat format, Messages messages) {
        this.loop = loop;
        this.commits = commits;
        this.stores = stores;
        this.sessions = sessions;
        this.format = format;
        this.messages = messages;
    }

    public CompletableFuture<Transaction.Result> transactAsync(
            Transaction.Participants participants, Predicate<? super Transaction> function) {
        MessageChanges changes = new MessageChanges(loop, sessions, messages, stores::history);
        participants
                .messages()
                .forEach(message -> changes.add(stores.profileOf(message.store(), message.key()), message.id()));
        return run(participants.profiles(), entries(participants), changes, drafts -> {
            changes.begin(drafts);
            DraftTransaction transaction = new DraftTransaction(stores, format, changes, drafts);
            try {
                return function.test(transaction);
            } finally {
                transaction.end();
            }
        });
    }

    public CompletableFuture<Transaction.Result> saveTogetherAsync(Collection<? extends Profile<?>> profiles) {
        return run(profiles, Set.of(), new MessageChanges(loop, sessions, messages, stores::history), drafts -> {
            drafts.touchAll();
            return true;
        });
    }

    private CompletableFuture<Transaction.Result> run(
            Collection<? extends Profile<?>> profiles, Set<EntryId> entries, MessageChanges changes, Commit.Work work) {
        Map<Object, Session<?>> taking = new LinkedHashMap<>();
        for (Profile<?> profile : profiles) {
            Session<?> session = session(profile);
            taking.put(session.id(), session);
        }
        return loop.ask(future -> start(taking, entries, changes, work, new Completing(loop, future)));
    }

    /** On the loop. Begins anew if a message's profile turns out to be under another key (P15). */
    private void start(
            Map<Object, Session<?>> named,
            Set<EntryId> entries,
            MessageChanges changes,
            Commit.Work work,
            Commit.Done done) {
        changes.seize(() -> {
            Map<Object, Session<?>> taking = new LinkedHashMap<>(named);
            changes.addSessions(taking);
            Set<EntryId> reads = new LinkedHashSet<>(entries);
            reads.addAll(changes.reads());
            Runnable again = () -> start(named, entries, changes, work, done);
            commits.of(taking.values(), reads, work, changes.freeing(done, again))
                    .start();
        });
    }

    private Set<EntryId> entries(Transaction.Participants participants) {
        Set<EntryId> ids = new LinkedHashSet<>();
        participants
                .entries()
                .forEach(entry -> ids.add(stores.own(entry.store()).id(entry.key())));
        return ids;
    }

    private Session<?> session(Profile<?> profile) {
        if (profile instanceof LiveProfile<?> live && live.session().sessions() == sessions) {
            return live.session();
        }
        throw new IllegalArgumentException("transaction: found profile " + profile.id()
                + " of another server or of no server, expected one that was loaded by server "
                + loop.ids().serverName());
    }

    /** Completes a future with what becomes of a commit. */
    record Completing(Loop loop, CompletableFuture<Transaction.Result> future) implements Commit.Done {
        @Override
        public void result(Transaction.Result result) {
            loop.answer(future, result);
        }

        @Override
        public void failed(Throwable failure) {
            loop.fail(future, failure);
        }
    }
}
