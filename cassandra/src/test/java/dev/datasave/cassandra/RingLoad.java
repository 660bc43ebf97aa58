package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writers, each with two entries of its own, that write and keep every revision while a test maltreats the ring: three of four times one entry, else both or neither. A
 * call whose outcome is unknown is repeated, as the engine does. In the end every confirmed revision is looked for, in entry and history.
 */
final class RingLoad implements AutoCloseable {
    private static final String STORE = "Load";

    /** One of the entries that are written. */
    static final EntryId FIRST = new EntryId(STORE, "a0");

    private static final long PATIENCE_SECONDS = 180;

    private final Storage storage;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> writers = new ArrayList<>();
    private final List<Waits> waits = new ArrayList<>();
    private final Map<EntryId, Map<Long, String>> confirmed = new ConcurrentHashMap<>();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private volatile boolean isOver;

    RingLoad(Storage storage, int writers) {
        this.storage = storage;
        for (int i = 0; i < writers; i++) {
            int writer = i;
            Waits waited = new Waits();
            waits.add(waited);
            this.writers.add(threads.submit(() -> write(writer, waited)));
        }
    }

    /** How long a writer waited for confirmations since a moment. */
    private static final class Waits {
        private long confirmedAt = System.nanoTime();
        private long longest;
        private boolean lostOne;

        synchronized void begin() {
            longest = 0;
            lostOne = false;
        }

        synchronized void confirmed() {
            longest = longest();
            confirmedAt = System.nanoTime();
        }

        synchronized void lost() {
            lostOne = true;
        }

        synchronized long longest() {
            return Math.max(longest, System.nanoTime() - confirmedAt);
        }

        synchronized boolean hasLostOne() {
            return lostOne;
        }
    }

    /** From now on, it is measured how long each writer waits. */
    void beginWaits() {
        waits.forEach(Waits::begin);
    }

    /** How long writers have waited at most since then, apart for those of whose calls none was lost, and for the others. */
    String waits() {
        return "longest wait of a writer: " + longest(false) + ", " + longest(true);
    }

    private String longest(boolean lostOne) {
        List<Waits> some =
                waits.stream().filter(each -> each.hasLostOne() == lostOne).toList();
        OptionalLong most = some.stream().mapToLong(Waits::longest).max();
        return (most.isPresent() ? TimeUnit.NANOSECONDS.toMillis(most.getAsLong()) + " ms" : "-") + " of the "
                + some.size() + (lostOne ? " with" : " without") + " a call of unknown outcome";
    }

    private void write(int writer, Waits waited) {
        List<EntryId> ids = List.of(new EntryId(STORE, "a" + writer), new EntryId(STORE, "b" + writer));
        Map<EntryId, Entry> bases = new HashMap<>();
        for (int count = 0; !isOver; count++) {
            String writeId = writer + "-" + count;
            List<EntryId> some = count % 4 == 0 ? ids : List.of(ids.get(count % 2));
            Content content = Content.of("{\"count\":" + count + "}");
            List<Write> writes = some.stream()
                    .map(id -> Write.put(id, Optional.ofNullable(bases.get(id)), writeId, content)
                            .superseding(Retention.pin()))
                    .toList();
            List<WriteResult> results = confirmed(writes, waited);
            waited.confirmed();
            for (int i = 0; i < some.size(); i++) {
                EntryId id = some.get(i);
                if (!(results.get(i) instanceof WriteResult.Written(long revision, Instant updated))) {
                    throw new AssertionError(
                            id + ": found " + results.get(i) + ", expected it written: nobody else writes");
                }
                bases.put(id, new Entry(id, revision, writeId, content, updated, updated));
                confirmed.computeIfAbsent(id, none -> new ConcurrentHashMap<>()).put(revision, writeId);
                acknowledged.increment();
            }
        }
    }

    /** Repeats until the outcome is known; so nothing is left open when the ring is whole again. */
    private List<WriteResult> confirmed(List<Write> writes, Waits waited) {
        while (true) {
            try {
                return storage.write(writes, Atomicity.ALL);
            } catch (StorageFailed failure) {
                unknown.increment();
                waited.lost();
                Ring.pause(8); // throws if the load was closed
            }
        }
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    /** Waits until some more writes are confirmed. */
    void awaitProgress(long more) throws InterruptedException {
        long start = System.nanoTime();
        long before = acknowledged();
        while (acknowledged() < before + more) {
            checkWriters();
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError("found " + (acknowledged() - before) + " confirmed writes within "
                        + PATIENCE_SECONDS + " s, expected " + more);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** A writer ends by itself only if something is wrong. */
    private void checkWriters() {
        for (Future<?> writer : writers) {
            if (writer.state() == Future.State.FAILED) {
                throw new AssertionError("a writer has ended", writer.exceptionNow());
            }
        }
    }

    /** Ends the writers and looks for everything that was confirmed, and for nothing else. */
    void audit(String what) throws ExecutionException, InterruptedException, TimeoutException {
        isOver = true;
        for (Future<?> writer : writers) {
            writer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        long found = 0;
        for (Map.Entry<EntryId, Map<Long, String>> each : confirmed.entrySet()) {
            Map<Long, String> stored = stored(each.getKey());
            assertThat(stored).as(each.getKey().toString()).isEqualTo(each.getValue());
            found += stored.size();
        }
        System.out.printf(
                "%s: %d revisions confirmed, %d found, none else; %d calls of unknown outcome were repeated%n",
                what, acknowledged(), found, unknown.sum());
        assertThat(found).isEqualTo(acknowledged());
    }

    /** The write ids of all revisions, by revision. */
    private Map<Long, String> stored(EntryId id) {
        Map<Long, String> stored = new HashMap<>();
        VersionQuery query = VersionQuery.all(id).withLimit(500);
        for (boolean isMore = true; isMore; ) {
            Page<Entry> page = storage.versions(query);
            page.items().forEach(entry -> stored.put(entry.revision(), entry.writeId()));
            isMore = page.next() != null;
            query = isMore ? query.from(page.next()) : query;
        }
        storage.read(List.of(id)).getFirst().ifPresent(entry -> stored.put(entry.revision(), entry.writeId()));
        return stored;
    }

    @Override
    public void close() {
        isOver = true;
        threads.shutdownNow();
    }
}
