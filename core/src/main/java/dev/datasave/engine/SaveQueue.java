package dev.datasave.engine;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings writes to the storage in batches and repeats each, byte for byte, until it is decided (P10). One write in flight per
 * entry; two lanes; several batches at once. Loop only.
 *
 * <p>A batch that fails while other calls succeed is halved until the culprit stands alone.
 */
final class SaveQueue {
    private static final int BATCH_WRITES = 256;
    private static final int BATCH_CHARS = 4 << 20;
    private static final int BATCHES_IN_FLIGHT = 4;
    private static final long OLD_NANOS = Duration.ofSeconds(60).toNanos();

    private final StoragePort port;
    private final Environment environment;
    private final ArrayDeque<Job> urgent = new ArrayDeque<>();
    private final ArrayDeque<Job> normal = new ArrayDeque<>();
    private final Set<Job> delayed = new LinkedHashSet<>();
    private final Set<EntryId> inFlight = new HashSet<>();
    private int batches;

    SaveQueue(StoragePort port, Environment environment) {
        this.port = port;
        this.environment = environment;
        port.onSignOfLife(this::retryNow);
    }

    /** What became of a write: {@code written}, perhaps superseded since; or not, and {@code current} stands instead. */
    record Decision(
            boolean written, long revision, @Nullable Instant updated, Optional<Entry> current) {}

    /** A write on its way. */
    final class Job {
        private final Write write;
        private final boolean hurry;
        private final Consumer<Decision> decided;
        private final Consumer<Throwable> failing;
        private final long queued = environment.monotonicNanos();
        private int attempts;
        private int batchLimit = BATCH_WRITES;
        private boolean isCancelled;
        private Environment.Timer timer = () -> {};

        private Job(Write write, boolean hurry, Consumer<Decision> decided, Consumer<Throwable> failing) {
            this.write = write;
            this.hurry = hurry;
            this.decided = decided;
            this.failing = failing;
        }

        /** No more attempts and no answer; one under way may still be carried out. */
        void cancel() {
            isCancelled = true;
            timer.cancel();
            delayed.remove(this);
        }

        private int chars() {
            Content content = write.content();
            String value = content == null ? null : content.value();
            return 300 + (value == null ? 0 : value.length());
        }

        private void decide(Decision decision) {
            if (!isCancelled) {
                decided.accept(decision);
            }
        }
    }

    /**
     * Takes a write; {@code decided} runs once on the loop, {@code failing} at every failure that looks like the write's own.
     */
    Job submit(Write write, boolean hurry, Consumer<Decision> decided, Consumer<Throwable> failing) {
        Job job = new Job(write, hurry, decided, failing);
        (hurry ? urgent : normal).add(job);
        pump();
        return job;
    }

    private void pump() {
        while (batches < BATCHES_IN_FLIGHT) {
            List<Job> batch = nextBatch();
            if (batch.isEmpty()) {
                return;
            }
            send(batch);
        }
    }

    private List<Job> nextBatch() {
        List<Job> batch = new ArrayList<>();
        int[] room = {BATCH_WRITES, BATCH_CHARS};
        Job oldest = normal.peek();
        if (oldest != null && environment.monotonicNanos() - oldest.queued > OLD_NANOS) {
            take(normal, batch, room);
        }
        take(urgent, batch, room);
        take(normal, batch, room);
        return batch;
    }

    private void take(ArrayDeque<Job> lane, List<Job> batch, int[] room) {
        for (Iterator<Job> jobs = lane.iterator(); jobs.hasNext() && room[0] > batch.size() && room[1] > 0; ) {
            Job job = jobs.next();
            if (job.isCancelled) {
                jobs.remove();
            } else if (job.batchLimit > batch.size()
                    && (batch.isEmpty() || job.chars() <= room[1])
                    && inFlight.add(job.write.id())) {
                jobs.remove();
                batch.add(job);
                room[0] = Math.min(room[0], job.batchLimit);
                room[1] -= job.chars();
            }
        }
    }

    private void send(List<Job> batch) {
        batches++;
        long successesBefore = port.successes();
        List<Write> writes = batch.stream().map(job -> job.write).toList();
        port.call(
                storage -> storage.write(writes, Atomicity.EACH),
                results -> {
                    batches--;
                    for (int i = 0; i < batch.size(); i++) {
                        answered(batch.get(i), results.get(i));
                    }
                    pump();
                },
                failure -> {
                    batches--;
                    boolean lives = port.successes() > successesBefore;
                    batch.forEach(job -> failed(job, batch.size(), lives, failure));
                    pump();
                });
    }

    private void answered(Job job, WriteResult result) {
        inFlight.remove(job.write.id());
        switch (result) {
            case WriteResult.Written written ->
                job.decide(new Decision(true, written.revision(), written.updated(), Optional.empty()));
            case WriteResult.Refused refused -> {
                long current = refused.current().map(Entry::revision).orElse(0L);
                if (job.attempts > 0 && current > job.write.expectedRevision() + 1 && !job.write.isForget()) {
                    decideByHistory(job, refused);
                } else {
                    job.decide(new Decision(false, 0, null, refused.current()));
                }
            }
        }
    }

    /** It was sent before with an unknown outcome, and the entry has moved on: its own revision tells (P10). */
    private void decideByHistory(Job job, WriteResult.Refused refused) {
        long revision = job.write.expectedRevision() + 1;
        port.call(
                storage -> storage.versions(VersionQuery.revision(job.write.id(), revision)),
                page -> {
                    Optional<Entry> own = page.items().stream()
                            .filter(entry -> entry.writeId().equals(job.write.writeId()))
                            .findFirst();
                    job.decide(new Decision(
                            own.isPresent(), revision, own.map(Entry::updated).orElse(null), refused.current()));
                },
                failure -> later(job));
    }

    private void failed(Job job, int batchSize, boolean storageLives, Throwable failure) {
        inFlight.remove(job.write.id());
        if (storageLives && batchSize > 1) {
            job.batchLimit = Math.max(1, batchSize / 2);
        } else if (storageLives && !job.isCancelled) {
            job.failing.accept(failure);
        }
        later(job);
    }

    private void later(Job job) {
        job.attempts++;
        if (job.isCancelled) {
            return;
        }
        long millis = Math.min(5000, 50L << Math.min(job.attempts - 1, 7));
        long jittered = millis / 2 + Math.floorMod(environment.randomLong(), millis / 2 + 1);
        delayed.add(job);
        job.timer = environment.schedule(Duration.ofMillis(jittered), () -> retry(job));
    }

    private void retry(Job job) {
        if (delayed.remove(job)) {
            (job.hurry ? urgent : normal).addFirst(job);
            pump();
        }
    }

    /** At the next sign of life, all whose batch was not itself the trouble go again. */
    private void retryNow() {
        if (!delayed.isEmpty()) {
            List<Job> again = delayed.stream()
                    .filter(job -> job.batchLimit == BATCH_WRITES)
                    .toList();
            for (Job job : again) {
                job.timer.cancel();
                delayed.remove(job);
                (job.hurry ? urgent : normal).addFirst(job);
            }
            if (!again.isEmpty()) {
                pump();
            }
        }
    }
}
