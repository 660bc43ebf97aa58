package dev.datasave.spi;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Entries in this process's memory. One lock makes every call atomic, and so every batch too (R1, R5), and a read sees one moment. Nothing depends on
 * hash order, and time comes from the given clock, so the same calls give the same answers.
 */
final class InMemoryStorage implements Storage {
    private static final Set<Capability> CAPABILITIES =
            Set.of(Capability.ATOMIC_BATCH, Capability.SNAPSHOT_READ, Capability.PUSH);

    private final ReentrantLock lock = new ReentrantLock();
    private final InMemoryEntries entries = new InMemoryEntries();
    private final InMemorySignals signals = new InMemorySignals();
    private final Transfer transfer = new InMemoryTransfer(this::withEntries);
    private final InstantSource clock;
    private boolean closed;

    InMemoryStorage(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Optional<Entry>> read(List<EntryId> ids) {
        checkDistinct(ids);
        return open(() -> ids.stream().map(entries::current).toList());
    }

    @Override
    public List<WriteResult> write(List<Write> writes, Atomicity atomicity) {
        checkDistinct(writes.stream().map(Write::id).toList());
        checkBatch(writes, atomicity);
        return open(() -> {
            Instant now = now();
            boolean allowed = atomicity == Atomicity.EACH
                    || writes.stream().allMatch(write -> {
                        Optional<Entry> current = entries.current(write.id());
                        return repeats(write, current) || fits(write, current);
                    });
            List<WriteResult> results = new ArrayList<>(writes.size());
            for (Write write : writes) {
                results.add(allowed ? carryOut(write, now) : new WriteResult.Refused(entries.current(write.id())));
            }
            return List.copyOf(results);
        });
    }

    private WriteResult carryOut(Write write, Instant now) {
        Optional<Entry> current = entries.current(write.id());
        if (repeats(write, current)) {
            Entry done = current.orElseThrow();
            return new WriteResult.Written(done.revision(), done.updated());
        }
        if (!fits(write, current)) {
            return new WriteResult.Refused(current);
        }
        long revision = write.expectedRevision() + 1;
        Content content = write.content();
        if (content == null) {
            entries.forget(write.id());
        } else {
            boolean born = current.isEmpty() || (current.get().isTombstone() && content.value() != null);
            Instant created = born ? now : current.get().created();
            Retention superseded = write.purgesHistory() ? Retention.drop() : write.superseded();
            entries.put(
                    new Entry(write.id(), revision, write.writeId(), content, created, now),
                    superseded,
                    endOf(superseded, now));
            if (write.purgesHistory()) {
                entries.purge(write.id());
            }
        }
        return new WriteResult.Written(revision, now);
    }

    /** R8: the entry's current revision was made by this very write, so it was sent before. */
    private static boolean repeats(Write write, Optional<Entry> current) {
        return !write.isForget()
                && current.isPresent()
                && current.get().revision() == write.expectedRevision() + 1
                && current.get().writeId().equals(write.writeId());
    }

    /** R1: the entry is still at the revision that the write is based on. */
    private static boolean fits(Write write, Optional<Entry> current) {
        return current.isEmpty()
                ? write.expectedRevision() == 0
                : current.get().revision() == write.expectedRevision()
                        && current.get().writeId().equals(write.expectedWriteId());
    }

    @Override
    public Page<Entry> list(EntryQuery query) {
        return open(() -> InMemoryListing.list(entries, query));
    }

    @Override
    public long count(EntryQuery.Scope.Scores scope) {
        return open(() -> InMemoryListing.count(entries, scope));
    }

    @Override
    public Page<Entry> versions(VersionQuery query) {
        return open(() -> InMemoryListing.versions(entries, query));
    }

    @Override
    public boolean retain(EntryId id, long revision, Retention retention) {
        return open(() -> entries.retain(id, revision, retention, endOf(retention, now())));
    }

    @Override
    public int sweep(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit of a sweep: found " + limit + ", expected at least 1");
        }
        return open(() -> entries.sweep(now(), limit));
    }

    @Override
    public Backlog backlog() {
        return open(() -> {
            Instant now = now();
            long due = entries.due(now);
            return new Backlog(due, Math.min(entries.superseded(), 10 * due + 1), now);
        });
    }

    @Override
    public Signals signals() {
        return open(() -> signals);
    }

    @Override
    public Set<Capability> capabilities() {
        return open(() -> CAPABILITIES);
    }

    @Override
    public Optional<Transfer> transfer() {
        return Optional.of(transfer);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            entries.clear();
        } finally {
            lock.unlock();
        }
        signals.close();
    }

    private <T> T open(Supplier<T> step) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the storage is closed");
            }
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    private <T> T withEntries(Function<InMemoryEntries, T> step) {
        return open(() -> step.apply(entries));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant endOf(Retention retention, Instant now) {
        return retention instanceof Retention.Keep(Duration duration) ? later(now, duration) : Instant.MAX;
    }

    private static Instant later(Instant now, Duration duration) {
        try {
            return now.plus(duration);
        } catch (DateTimeException | ArithmeticException beyondTime) {
            return Instant.MAX;
        }
    }

    private static void checkDistinct(List<EntryId> ids) {
        Set<EntryId> seen = new HashSet<>();
        for (EntryId id : ids) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException("ids of one call: found " + id + " twice, expected each once");
            }
        }
    }

    private static void checkBatch(List<Write> writes, Atomicity atomicity) {
        if (writes.size() > Limits.BATCH) {
            throw new IllegalArgumentException(
                    "writes in one call: found " + writes.size() + ", expected at most " + Limits.BATCH);
        }
        long writeIds = writes.stream().map(Write::writeId).distinct().count();
        if (atomicity == Atomicity.ALL && writeIds > 1) {
            throw new IllegalArgumentException(
                    "write ids of one atomic batch: found " + writeIds + ", expected one that all writes share");
        }
    }
}
