package dev.datasave.copy;

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

/** A storage that passes everything on, and can't be copied. */
class Bare implements Storage {
    final Storage inside;

    Bare(Storage inside) {
        this.inside = inside;
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        return inside.read(ids);
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        return inside.write(writes, atomicity);
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        return inside.list(query);
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        return inside.count(scope);
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        return inside.versions(query);
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        return inside.retain(id, revision, retention);
    }

    @Override
    public int sweep(int limit) {
        return inside.sweep(limit);
    }

    @Override
    public Backlog backlog() {
        return inside.backlog();
    }

    @Override
    public Signals signals() {
        return inside.signals();
    }

    @Override
    public Set<Capability> capabilities() {
        return inside.capabilities();
    }

    @Override
    public void close() {
        inside.close();
    }
}
