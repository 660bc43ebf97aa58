package dev.datasave.tck;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.util.List;
import java.util.Optional;

/** One of several handles on a storage, with an end of its own. */
final class Handle extends Forwarding {
    private volatile boolean closed;

    Handle(Storage shared) {
        super(shared);
    }

    private Storage open() {
        if (closed) {
            throw new IllegalStateException("the handle is closed");
        }
        return good;
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        return open().read(ids);
    }

    @Override
    public Optional<Transfer> transfer() {
        return good.transfer().map(inside -> new Transfer() {
            @Override
            public View view() {
                return open().transfer().orElseThrow().view();
            }

            @Override
            public int add(List<Revision> revisions) {
                return open().transfer().orElseThrow().add(revisions);
            }
        });
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        return open().write(writes, atomicity);
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        return open().list(query);
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        return open().count(scope);
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        return open().versions(query);
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        return open().retain(id, revision, retention);
    }

    @Override
    public int sweep(int limit) {
        return open().sweep(limit);
    }

    @Override
    public Backlog backlog() {
        return open().backlog();
    }

    @Override
    public void close() {
        closed = true;
    }
}
