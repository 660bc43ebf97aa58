package dev.datasave.cassandra.together;

import dev.datasave.spi.EntryId;
import java.util.concurrent.CompletableFuture;

/** The tables of the model: each step acts at once on the part of the world that it is about. */
final class ModelTables implements IntentTables {
    Slot slot;
    Decisions decisions;

    ModelTables(Slot slot, Decisions decisions) {
        this.slot = slot;
        this.decisions = decisions;
    }

    private static <T> CompletableFuture<T> now(T value) {
        return CompletableFuture.completedFuture(value);
    }

    @Override
    public CompletableFuture<Partition> read(EntryId id) {
        return now(slot.partition());
    }

    @Override
    public CompletableFuture<Standing> put(Intent intent) {
        slot = slot.put(intent);
        return now(slot.partition().standing());
    }

    @Override
    public CompletableFuture<Void> apply(EntryId id, String tx) {
        slot = slot.apply(tx);
        return CompletableFuture.allOf();
    }

    @Override
    public CompletableFuture<Void> undo(EntryId id, String tx) {
        slot = slot.undo(tx);
        return CompletableFuture.allOf();
    }

    @Override
    public CompletableFuture<Decision> decide(String tx, Decision decision) {
        decisions = decisions.decide(tx, decision);
        return now(decisions.of(tx));
    }

    @Override
    public CompletableFuture<Decision> decision(String tx) {
        return now(decisions.of(tx));
    }

    @Override
    public CompletableFuture<Void> forget(String tx) {
        decisions = decisions.forget(tx);
        return CompletableFuture.allOf();
    }
}
