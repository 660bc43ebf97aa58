package dev.datasave.tck.network;

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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The network's only storage: in memory and on the network's clock. It journals accepted and refused writes, and keeps all changes, so that an older
 * state can be rebuilt.
 */
public final class VirtualStorage implements Storage {
    /** The name of the caller if it is not a server. */
    public static final String OUTSIDE = "outside";

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final EventQueue queue;
    private final Journal journal;
    private final Signals signals;
    private final List<Change> changes = new ArrayList<>();
    private Storage entries;
    private Duration clock = Duration.ZERO;
    private Duration ahead = Duration.ZERO;
    private long entriesRead;
    private final boolean isRecorded;

    VirtualStorage(EventQueue queue, Journal journal, Signals signals) {
        this.queue = queue;
        this.journal = journal;
        this.signals = signals;
        this.entries = Storage.inMemory(this::instant);
        this.isRecorded = true;
    }

    /** A storage whose writes are neither journalled nor kept for setting it back. */
    VirtualStorage(EventQueue queue, Journal journal, Signals signals, Function<InstantSource, Storage> unrecorded) {
        this.queue = queue;
        this.journal = journal;
        this.signals = signals;
        this.entries = unrecorded.apply(this::instant);
        this.isRecorded = false;
    }

    private Instant instant() {
        return START.plus(clock).plus(ahead);
    }

    /** The time by the storage's clock. */
    Instant time() {
        return START.plus(queue.elapsed()).plus(ahead);
    }

    /** The storage's clock jumps. */
    void jump(Duration by) {
        ahead = ahead.plus(by);
    }

    static Instant instant(Duration sinceStart) {
        return START.plus(sinceStart);
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        entriesRead += ids.size();
        return now().read(ids);
    }

    /** How many entries were asked for by id or listed. */
    long entriesRead() {
        return entriesRead;
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        return write(OUTSIDE, writes, atomicity);
    }

    List<WriteResult> write(String server, List<Write> writes, Atomicity atomicity) {
        if (!isRecorded) {
            return now().write(writes, atomicity);
        }
        List<EntryId> ids = writes.stream().map(Write::id).toList();
        List<Optional<Entry>> before = now().read(ids);
        List<WriteResult> results = now().write(writes, atomicity);
        List<Optional<Entry>> after = now().read(ids);
        List<Write> accepted = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            if (results.get(i) instanceof WriteResult.Refused(var current)) {
                journal.add(new Journal.Refused(clock, server, write, current));
            } else if (!isSame(before.get(i), after.get(i))) {
                accepted.add(write);
                journal.add(
                        new Journal.Written(clock, server, write.writeId(), write.id(), before.get(i), after.get(i)));
            }
        }
        if (!accepted.isEmpty()) {
            changes.add(new Change(clock, ahead, storage -> storage.write(accepted, atomicity)));
        }
        return results;
    }

    /** Notes that a write of a server failed, because the storage can't store that entry. */
    void unstored(String server, EntryId id) {
        journal.add(new Journal.Unstored(queue.elapsed(), server, id));
    }

    private static boolean isSame(Optional<Entry> before, Optional<Entry> after) {
        return before.isPresent() == after.isPresent()
                && (before.isEmpty()
                        || (before.get().revision() == after.get().revision()
                                && before.get().writeId().equals(after.get().writeId())));
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        Page<Entry> page = now().list(query);
        entriesRead += page.items().size();
        return page;
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        return now().count(scope);
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        return now().versions(query);
    }

    private void change(Consumer<Storage> change) {
        if (isRecorded) {
            changes.add(new Change(queue.elapsed(), ahead, change));
        }
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        change(storage -> storage.retain(id, revision, retention));
        return now().retain(id, revision, retention);
    }

    @Override
    public int sweep(int limit) {
        change(storage -> storage.sweep(limit));
        return now().sweep(limit);
    }

    @Override
    public Backlog backlog() {
        return now().backlog();
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public Set<Capability> capabilities() {
        return entries.capabilities();
    }

    /** Returns to the state of that time, as if later writes had never happened. */
    void setBack(Duration to) {
        if (!isRecorded) {
            throw new IllegalStateException(
                    "virtual storage: found a network that keeps no past, expected one that does");
        }
        List<Change> kept = changes.stream()
                .filter(change -> change.at().compareTo(to) <= 0)
                .toList();
        entries = Storage.inMemory(this::instant);
        Duration aheadNow = ahead;
        for (Change change : kept) {
            clock = change.at();
            ahead = change.ahead();
            change.change().accept(entries);
        }
        changes.subList(kept.size(), changes.size()).clear();
        clock = queue.elapsed();
        ahead = aheadNow;
        journal.add(new Journal.SetBack(clock, to));
    }

    private Storage now() {
        clock = queue.elapsed();
        return entries;
    }

    /** Does nothing: the storage lives as long as its network. */
    @Override
    public void close() {}

    private record Change(Duration at, Duration ahead, Consumer<Storage> change) {}
}
