package dev.datasave.cassandra.together;

import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One thing that a {@link Course} asks for. All but the pause are one lightweight transaction, or one read. */
sealed interface TableStep {

    /** Has it carried out. The future fails if the outcome is unknown. */
    CompletableFuture<? extends Answer> on(IntentTables tables);

    /** {@link IntentTables#read}. */
    record Read(EntryId id) implements TableStep {
        @Override
        public CompletableFuture<Answer.Seen> on(IntentTables tables) {
            return tables.read(id).thenApply(Answer.Seen::new);
        }
    }

    /** {@link IntentTables#put}. */
    record Put(Intent intent) implements TableStep {
        @Override
        public CompletableFuture<Answer.Stands> on(IntentTables tables) {
            return tables.put(intent).thenApply(Answer.Stands::new);
        }
    }

    /** {@link IntentTables#apply}. */
    record Apply(EntryId id, String tx) implements TableStep {
        @Override
        public CompletableFuture<Answer.Done> on(IntentTables tables) {
            return tables.apply(id, tx).thenApply(done -> new Answer.Done());
        }
    }

    /** {@link IntentTables#undo}. */
    record Undo(EntryId id, String tx) implements TableStep {
        @Override
        public CompletableFuture<Answer.Done> on(IntentTables tables) {
            return tables.undo(id, tx).thenApply(done -> new Answer.Done());
        }
    }

    /** {@link IntentTables#decide}. */
    record Decide(String tx, Decision decision) implements TableStep {
        @Override
        public CompletableFuture<Answer.Decided> on(IntentTables tables) {
            return tables.decide(tx, decision).thenApply(Answer.Decided::new);
        }
    }

    /** {@link IntentTables#decision}. */
    record Ask(String tx) implements TableStep {
        @Override
        public CompletableFuture<Answer.Decided> on(IntentTables tables) {
            return tables.decision(tx).thenApply(Answer.Decided::new);
        }
    }

    /** {@link IntentTables#forget}. */
    record Forget(String tx) implements TableStep {
        @Override
        public CompletableFuture<Answer.Done> on(IntentTables tables) {
            return tables.forget(tx).thenApply(done -> new Answer.Done());
        }
    }

    /** Time passes. */
    record Pause(Duration duration) implements TableStep {
        @Override
        public CompletableFuture<Answer.Done> on(IntentTables tables) {
            return CompletableFuture.completedFuture(new Answer.Done());
        }
    }
}
