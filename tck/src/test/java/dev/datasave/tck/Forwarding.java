package dev.datasave.tck;

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

/** A storage that passes everything on, to be broken in one place. */
class Forwarding implements Storage {
    final Storage good;

    Forwarding(Storage good) {
        this.good = good;
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        return good.read(ids);
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        return good.write(writes, atomicity);
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        return good.list(query);
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        return good.count(scope);
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        return good.versions(query);
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        return good.retain(id, revision, retention);
    }

    @Override
    public int sweep(int limit) {
        return good.sweep(limit);
    }

    @Override
    public Backlog backlog() {
        return good.backlog();
    }

    @Override
    public Optional<Transfer> transfer() {
        return good.transfer();
    }

    @Override
    public Signals signals() {
        return good.signals();
    }

    @Override
    public Set<Capability> capabilities() {
        return good.capabilities();
    }

    @Override
    public void close() {
        good.close();
    }

    Optional<Entry> current(EntryId id) {
        return good.read(List.of(id)).get(0);
    }

    static Write based(Write write, long revision, String writeId) {
        return new Write(
                write.id(),
                revision,
                writeId,
                write.writeId(),
                write.content(),
                write.durability(),
                write.superseded(),
                write.purgesHistory());
    }
}
