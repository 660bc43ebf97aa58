package dev.datasave.bench;

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
import java.util.concurrent.atomic.LongAdder;

/** Counts the writes to another storage, of profiles and of the engine's own entries, and the calls that write and read. */
record CountingStorage(
        Storage storage, LongAdder profileWrites, LongAdder engineWrites, LongAdder writeCalls, LongAdder readCalls)
        implements Storage {
    CountingStorage(Storage storage) {
        this(storage, new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        List<WriteResult> results = storage.write(writes, atomicity);
        long engines = writes.stream()
                .filter(write -> write.id().store().startsWith("~"))
                .count();
        engineWrites.add(engines);
        writeCalls.increment();
        profileWrites.add(writes.size() - engines);
        return results;
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        readCalls.increment();
        return storage.read(ids);
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        readCalls.increment();
        return storage.list(query);
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        return storage.count(scope);
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        readCalls.increment();
        return storage.versions(query);
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        return storage.retain(id, revision, retention);
    }

    @Override
    public int sweep(int limit) {
        return storage.sweep(limit);
    }

    @Override
    public Backlog backlog() {
        return storage.backlog();
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
    public void close() {
        storage.close();
    }
}
