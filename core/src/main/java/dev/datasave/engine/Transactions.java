package dev.datasave.engine;

import dev.datasave.Participants;
import dev.datasave.Profile;
import dev.datasave.Transaction;
import dev.datasave.TransactionResult;
import java.util.Collection;
import java.util.LinkedHashMap;
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
        return run(participants.profiles(), drafts -> {
            DraftTransaction transaction = new DraftTransaction(engine, drafts);
            try {
                return function.test(transaction);
            } finally {
                transaction.end();
            }
        });
    }

    public CompletableFuture<TransactionResult> saveTogetherAsync(Collection<? extends Profile<?>> profiles) {
        return run(profiles, drafts -> {
            drafts.touchAll();
            return true;
        });
    }

    private CompletableFuture<TransactionResult> run(Collection<? extends Profile<?>> profiles, Commit.Work work) {
        Map<Object, Session<?>> sessions = new LinkedHashMap<>();
        for (Profile<?> profile : profiles) {
            Session<?> session = session(profile);
            sessions.put(session.id(), session);
        }
        return engine.ask(future ->
                new Commit(engine, sessions.values(), Set.of(), work, new Completing(engine, future)).start());
    }

    private Session<?> session(Profile<?> profile) {
        if (profile instanceof LiveProfile<?> live && live.session().engine() == engine) {
            return live.session();
        }
        throw new IllegalArgumentException("transaction: found profile " + profile.id()
                + " of another server or of no server, expected one that was loaded by server " + engine.serverName());
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
