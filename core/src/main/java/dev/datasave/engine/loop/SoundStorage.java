package dev.datasave.engine.loop;

import dev.datasave.DataSaveException;
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
import java.util.concurrent.atomic.AtomicLong;

/**
 * The storage as the engine sees it: a damaged entry is told to the listener, and {@link #read} fails instead of answering with one, so that code that
 * doesn't think of damage can neither deliver it nor write on top of it. Lists show damaged entries, because one of them must not hide the others. Thread-safe.
 */
public final class SoundStorage implements Storage {
    private final Storage storage;
    private final Events events;
    private final AtomicLong writesDone = new AtomicLong();

    SoundStorage(Storage storage, Events events) {
        this.storage = storage;
        this.events = events;
    }

    /** Reads entries that may be damaged, for code that looks at that. */
    public static List<Optional<Entry>> readAsStored(Storage storage, List<EntryId> ids) {
        return storage instanceof SoundStorage sound ? sound.told(ids) : storage.read(ids);
    }

    private List<Optional<Entry>> told(List<EntryId> ids) {
        List<Optional<Entry>> found = storage.read(ids);
        found.forEach(entry -> entry.ifPresent(this::tell));
        return found;
    }

    private Page<Entry> told(Page<Entry> page) {
        page.items().forEach(this::tell);
        return page;
    }

    private void tell(Entry entry) {
        String damage = entry.damage();
        if (damage != null) {
            events.tell(listener ->
                    listener.entryDamaged(entry.id().store(), entry.id().key(), damage));
        }
    }

    /**
     * Answers with sound entries only.
     *
     * @throws DataSaveException.InvalidData if one of them is damaged
     */
    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        List<Optional<Entry>> found = told(ids);
        found.forEach(entry -> entry.ifPresent(SoundStorage::check));
        return found;
    }

    /** Throws if the entry is damaged. */
    static void check(Entry entry) {
        if (entry.damage() != null) {
            throw new DataSaveException.InvalidData(entry.damage(), null);
        }
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        List<WriteResult> results = storage.write(writes, atomicity);
        writesDone.addAndGet(
                results.stream().filter(WriteResult.Written.class::isInstance).count());
        return results;
    }

    /** How many writes the storage has carried out. */
    long writesDone() {
        return writesDone.get();
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        return told(storage.list(query));
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        return storage.count(scope);
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        return told(storage.versions(query));
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
    public List<String> check() {
        return storage.check();
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
