package dev.datasave.metrics;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Capability;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A storage whose calls are timed. What is answered is what the other storage has answered. Thread-safe. */
final class MeteredStorage implements Storage {
    private final Storage storage;
    private final Meters meters;

    MeteredStorage(Storage storage, Meters meters) {
        this.storage = storage;
        this.meters = meters;
    }

    private <R> R timed(String operation, Supplier<R> call) {
        long begun = System.nanoTime();
        boolean isDone = false;
        try {
            R result = call.get();
            isDone = true;
            return result;
        } finally {
            meters.took(
                    System.nanoTime() - begun,
                    "datasave.storage.calls",
                    "Calls of the storage",
                    "operation",
                    operation,
                    "outcome",
                    isDone ? "done" : "failed");
        }
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        return timed("read", () -> storage.read(ids));
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        List<WriteResult> results = timed("write", () -> storage.write(writes, atomicity));
        int written = (int) results.stream()
                .filter(result -> result instanceof WriteResult.Written)
                .count();
        count("written", written);
        count("refused", results.size() - written);
        return results;
    }

    private void count(String outcome, int writes) {
        meters.more(writes, Told.STORAGE_WRITE, "outcome", outcome);
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        return timed("list", () -> storage.list(query));
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        return timed("count", () -> storage.count(scope));
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        return timed("versions", () -> storage.versions(query));
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        return timed("retain", () -> storage.retain(id, revision, retention));
    }

    @Override
    public int sweep(int limit) {
        return timed("sweep", () -> storage.sweep(limit));
    }

    @Override
    public Backlog backlog() {
        return timed("backlog", storage::backlog);
    }

    @Override
    public List<String> check() {
        return timed("check", storage::check);
    }

    @Override
    public Signals signals() {
        return storage.signals();
    }

    @Override
    public Set<Capability> capabilities() {
        return storage.capabilities();
    }

    @Override
    public Optional<Transfer> transfer() {
        return storage.transfer();
    }

    @Override
    public void close() {
        storage.close();
    }
}
