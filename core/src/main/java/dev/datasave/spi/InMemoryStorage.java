package dev.datasave.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Entries in this process's memory. */
final class InMemoryStorage implements Storage {
    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        throw new IllegalStateException();
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        throw new IllegalStateException();
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        throw new IllegalStateException();
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        throw new IllegalStateException();
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        throw new IllegalStateException();
    }

    @Override
    public int sweep(int limit) {
        throw new IllegalStateException();
    }

    @Override
    public Signals signals() {
        return Signals.NONE;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public void close() {}
}
