package dev.datasave.engine;

import dev.datasave.DataStore;
import dev.datasave.Participants;
import dev.datasave.Profile;
import dev.datasave.Transaction;
import dev.datasave.TransactionResult;
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
    private final Engine engine;

    Transactions(Engine engine) {
        this.engine = engine;
    }

    public CompletableFuture<TransactionResult> transactAsync(
            Participants participants, Predicate<? super Transaction> function) {
        return run(participants.profiles(), entries(participants), drafts -> {
            DraftTransaction transaction = new DraftTransaction(engine, drafts);
            try {
                return function.test(transaction);
            } finally {
                transaction.end();
            }
        });
    }

    public CompletableFuture<TransactionResult> saveTogetherAsync(Collection<? extends Profile<?>> profiles) {
        return run(profiles, Set.of(), drafts -> {
            drafts.touchAll();
            return true;
        });
    }

    private CompletableFuture<TransactionResult> run(
            Collection<? extends Profile<?>> profiles, Set<EntryId> entries, Commit.Work work) {
        Map<Object, Session<?>> sessions = new LinkedHashMap<>();
        for (Profile<?> profile : profiles) {
            Session<?> session = session(profile);
            sessions.put(session.id(), session);
        }
        return engine.ask(
                future -> new Commit(engine, sessions.values(), entries, work, new Completing(engine, future)).start());
    }

    private Set<EntryId> entries(Participants participants) {
        Set<EntryId> ids = new LinkedHashSet<>();
        participants
                .entries()
                .forEach(entry -> ids.add(own(engine, entry.store()).id(entry.key())));
        return ids;
    }

    /** The store as one of this server. */
    static <T> Entries<T> own(Engine engine, DataStore<T> store) {
        if (store instanceof Entries<T> own && own.engine() == engine) {
            return own;
        }
        throw new IllegalArgumentException("transaction: found data store \"" + store.name()
                + "\" of another server, expected one of server " + engine.ids().serverName());
    }

    private Session<?> session(Profile<?> profile) {
        if (profile instanceof LiveProfile<?> live && live.session().engine() == engine) {
            return live.session();
        }
        throw new IllegalArgumentException("transaction: found profile " + profile.id()
                + " of another server or of no server, expected one that was loaded by server "
                + engine.ids().serverName());
    }

    /** Completes a future with what becomes of a commit. */
    record Completing(Engine engine, CompletableFuture<TransactionResult> future) implements Commit.Done {
        @Override
        public void result(TransactionResult result) {
            engine.environment().onUserThread(() -> future.complete(result));
        }

        @Override
        public void failed(Throwable failure) {
            engine.environment().onUserThread(() -> future.completeExceptionally(failure));
        }
    }
}
