package dev.datasave.engine.loop;

import dev.datasave.engine.entry.Erased;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings writes to the storage in batches and repeats each, byte for byte, until it is decided (P10). One write in flight per
 * entry; two lanes; several batches at once. Loop only.
 *
 * <p>A batch that fails while other calls succeed is halved until the culprit stands alone. Writes that belong together ({@link #submitAll}) are
 * a batch of their own.
 */
public final class SaveQueue {
    private static final int BATCH_WRITES = 256;
    private static final int BATCH_CHARS = 4 << 20;
    private static final int BATCHES_IN_FLIGHT = 4;
    private static final int FULL_BATCHES_IN_FLIGHT = 12;
    private static final int MOST_FAILURES = 5;
    private static final long OLD_NANOS = Duration.ofSeconds(60).toNanos();

    private final StoragePort port;
    private final GuardedEnvironment environment;
    private final Tallies tallies;
    private final LinkedHashSet<Job> undecided = new LinkedHashSet<>();
    private final ArrayDeque<Job> urgent = new ArrayDeque<>();
    private final ArrayDeque<Job> normal = new ArrayDeque<>();
    private final Set<Job> delayed = new LinkedHashSet<>();
    private final Set<EntryId> inFlight = new HashSet<>();
    private final Map<EntryId, Integer> uncertain = new HashMap<>();
    private @Nullable String waking;
    private int batches;
    private long answers;

    SaveQueue(StoragePort port, GuardedEnvironment environment, Tallies tallies) {
        this.port = port;
        this.environment = environment;
        this.tallies = tallies;
        port.onSignOfLife(this::retryNow);
    }

    /**
     * The outcome of a write. It is {@code written}, perhaps superseded since; or not, and {@code current} is there instead.
     *
     * @param isUncertain whether it may have been written all the same: the history that would tell was erased (P14)
     */
    public record Decision(
            boolean written, long revision, @Nullable Instant updated, Optional<Entry> current, boolean isUncertain) {}

    /** The outcome of writes that belong together: all were written, or none. It has the present entry of each, unless that is the write's own. */
    public record GroupDecision(boolean written, List<Decision> each) {}

    /** A write on its way, or several that belong together. */
    public final class Job {
        private final List<Write> writes;
        private final Atomicity atomicity;
        private final boolean hurry;
        private final Consumer<GroupDecision> decided;
        private final Consumer<Throwable> failing;
        private final long queued = environment.monotonicNanos();
        private final @Nullable String wakes = waking;
        private int attempts;
        private long successesAtLastSend;
        private int batchLimit = BATCH_WRITES;
        private boolean isCancelled;
        private Environment.Timer timer = () -> {};

        private Job(
                List<Write> writes,
                Atomicity atomicity,
                boolean hurry,
                Consumer<GroupDecision> decided,
                Consumer<Throwable> failing) {
            this.writes = writes;
            this.atomicity = atomicity;
            this.hurry = hurry;
            this.decided = decided;
            this.failing = failing;
        }

        /** No more attempts and no answer; one under way may still be carried out. */
        public void cancel() {
            isCancelled = true;
            certain();
            timer.cancel();
            delayed.remove(this);
        }

        private boolean isGroup() {
            return atomicity == Atomicity.ALL;
        }

        private int chars() {
            int chars = 0;
            for (Write write : writes) {
                Content content = write.content();
                String value = content == null ? null : content.value();
                chars += 300 + (value == null ? 0 : value.length());
            }
            return chars;
        }

        private boolean isFree() {
            return writes.stream().noneMatch(write -> inFlight.contains(write.id()));
        }

        /** An attempt has failed: nobody knows yet whether it was carried out. */
        private void uncertain() {
            if (attempts++ == 0) {
                writes.forEach(write -> uncertain.merge(write.id(), 1, Integer::sum));
            }
        }

        private void certain() {
            forget(this);
            if (attempts > 0) {
                attempts = 0;
                writes.forEach(write -> uncertain.computeIfPresent(write.id(), (id, n) -> n == 1 ? null : n - 1));
            }
        }

        private void decide(boolean written, List<Decision> each) {
            certain();
            if (!isCancelled) {
                decided.accept(new GroupDecision(written, each));
            }
        }
    }

    /**
     * Takes a write; {@code decided} runs once on the loop, {@code failing} at every failure that looks like the write's own.
     */
    public Job submit(Write write, boolean hurry, Consumer<Decision> decided, Consumer<Throwable> failing) {
        return submit(
                List.of(write),
                Atomicity.EACH,
                hurry,
                group -> decided.accept(group.each().getFirst()),
                failing);
    }

    /**
     * Takes a write, or writes that belong together, for a while: at the fifth failure that looks like their own, no more attempts are made and
     * {@code gaveUp} runs instead of {@code decided}. The writes may have been carried out all the same.
     */
    public void submitBriefly(
            List<Write> writes, boolean hurry, Consumer<GroupDecision> decided, Consumer<Throwable> gaveUp) {
        Job[] job = new Job[1];
        int[] failures = {0};
        job[0] = submit(
                List.copyOf(writes), writes.size() == 1 ? Atomicity.EACH : Atomicity.ALL, hurry, decided, failure -> {
                    if (++failures[0] == MOST_FAILURES) {
                        job[0].cancel();
                        gaveUp.accept(failure);
                    }
                });
    }

    /** Takes writes that are carried out all or not at all (R5); they share a write id. Always urgent. */
    public Job submitAll(List<Write> writes, Consumer<GroupDecision> decided, Consumer<Throwable> failing) {
        return submit(List.copyOf(writes), Atomicity.ALL, true, decided, failing);
    }

    private Job submit(
            List<Write> writes,
            Atomicity atomicity,
            boolean hurry,
            Consumer<GroupDecision> decided,
            Consumer<Throwable> failing) {
        Job job = new Job(writes, atomicity, hurry, decided, failing);
        (hurry ? urgent : normal).add(job);
        undecided.add(job);
        count();
        if (waking == null) {
            pump();
        }
        return job;
    }

    /**
     * Takes what the step submits as one batch, if it fits. When the storage has answered it, that server is woken at once, from there: the signal does
     * not wait for the loop.
     */
    public void waking(String incarnation, Runnable submits) {
        waking = incarnation;
        try {
            submits.run();
        } finally {
            waking = null;
            pump();
        }
    }

    private void forget(Job job) {
        if (undecided.remove(job)) {
            count();
        }
    }

    private void count() {
        tallies.queue(undecided.size(), undecided.isEmpty() ? 0 : undecided.getFirst().queued);
    }

    /** Whether a write of the entry is under way, or has failed and may have been carried out all the same. */
    public boolean isUndecided(EntryId id) {
        return inFlight.contains(id) || uncertain.containsKey(id);
    }

    /** How many batches were answered. It shows whether the storage takes writes. */
    public long answers() {
        return answers;
    }

    private void pump() {
        while (batches < BATCHES_IN_FLIGHT
                || (batches < FULL_BATCHES_IN_FLIGHT && urgent.size() + normal.size() >= BATCH_WRITES)) {
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
            } else if (fits(job, batch, room) && job.isFree()) {
                jobs.remove();
                job.writes.forEach(write -> inFlight.add(write.id()));
                batch.add(job);
                room[0] = job.isGroup() ? 0 : Math.min(room[0], job.batchLimit);
                room[1] -= job.chars();
            }
        }
    }

    private static boolean fits(Job job, List<Job> batch, int[] room) {
        return batch.isEmpty() || (!job.isGroup() && job.batchLimit > batch.size() && job.chars() <= room[1]);
    }

    private void send(List<Job> batch) {
        batches++;
        long successesBefore = port.successes();
        List<Write> writes = batch.stream().flatMap(job -> job.writes.stream()).toList();
        Atomicity atomicity = batch.getFirst().atomicity;
        List<String> woken = batch.stream()
                .flatMap(job -> Stream.ofNullable(job.wakes))
                .distinct()
                .toList();
        port.call(
                storage -> {
                    List<WriteResult> answer = storage.write(writes, atomicity);
                    StoragePort.wake(storage, woken);
                    return answer;
                },
                results -> {
                    batches--;
                    answers++;
                    int next = 0;
                    for (Job job : batch) {
                        List<WriteResult> own = results.subList(next, next + job.writes.size());
                        environment.guarded(() -> answered(job, own)).run();
                        next += job.writes.size();
                    }
                    pump();
                },
                failure -> {
                    batches--;
                    batch.forEach(job -> environment
                            .guarded(() -> failed(job, batch.size(), successesBefore, failure))
                            .run());
                    pump();
                });
    }

    private void answered(Job job, List<WriteResult> results) {
        job.writes.forEach(write -> inFlight.remove(write.id()));
        List<Decision> each = new ArrayList<>(results.size());
        boolean written = true;
        boolean mayHaveBeenWritten = false;
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case WriteResult.Written done ->
                    each.add(new Decision(true, done.revision(), done.updated(), Optional.empty(), false));
                case WriteResult.Refused refused -> {
                    Write write = job.writes.get(i);
                    written = false;
                    mayHaveBeenWritten |= job.attempts > 0
                            && !write.isForget()
                            && refused.current().map(Entry::revision).orElse(0L) > write.expectedRevision();
                    each.add(new Decision(false, 0, null, refused.current(), false));
                }
            }
        }
        if (written || !mayHaveBeenWritten) {
            job.decide(written, each);
        } else {
            decideByHistory(job, each);
        }
    }

    /**
     * The write was sent before with an unknown outcome, and its entry has changed since. If its own revision is the present one or in history, it
     * was carried out (P10).
     */
    private void decideByHistory(Job job, List<Decision> each) {
        port.call(
                storage -> {
                    List<Optional<Entry>> own = new ArrayList<>();
                    for (int i = 0; i < job.writes.size(); i++) {
                        own.add(own(storage, job.writes.get(i), each.get(i).current()));
                    }
                    return own;
                },
                own -> {
                    boolean written = own.stream().anyMatch(Optional::isPresent);
                    List<Decision> decisions = new ArrayList<>(each.size());
                    for (int i = 0; i < each.size(); i++) {
                        decisions.add(decision(job.writes.get(i), written, own.get(i), each.get(i)));
                    }
                    job.decide(written, decisions);
                },
                failure -> later(job));
    }

    /** The revision that this write has made, if it is the current one or still kept. */
    private static Optional<Entry> own(Storage storage, Write write, Optional<Entry> current) {
        long revision = write.expectedRevision() + 1;
        if (write.isForget() || current.map(Entry::revision).orElse(0L) < revision) {
            return Optional.empty();
        }
        return Stream.concat(
                        current.stream(),
                        storage.versions(VersionQuery.revision(write.id(), revision)).items().stream())
                .filter(entry -> entry.writeId().equals(write.writeId()))
                .findFirst();
    }

    private static Decision decision(Write write, boolean written, Optional<Entry> own, Decision found) {
        boolean stillStands =
                own.filter(entry -> found.current().equals(Optional.of(entry))).isPresent();
        return new Decision(
                written,
                written ? write.expectedRevision() + 1 : 0,
                own.map(Entry::updated).orElse(null),
                stillStands ? Optional.empty() : found.current(),
                !written && Erased.covers(found.current(), write.expectedRevision()));
    }

    /** If other calls have succeeded since the write was sent this time or the time before, the trouble is in its batch. */
    private void failed(Job job, int batchSize, long successesAtSend, Throwable failure) {
        job.writes.forEach(write -> inFlight.remove(write.id()));
        boolean storageLives = port.successes() > (job.attempts == 0 ? successesAtSend : job.successesAtLastSend);
        job.successesAtLastSend = successesAtSend;
        if (storageLives) {
            job.batchLimit = Math.max(1, batchSize / 2);
            if (batchSize == 1 && !job.isCancelled) {
                job.failing.accept(failure);
            }
        }
        later(job);
    }

    private void later(Job job) {
        if (job.isCancelled) {
            return;
        }
        job.uncertain();
        delayed.add(job);
        job.timer = environment.schedule(Retry.pause(job.attempts - 1, environment), () -> retry(job));
    }

    private void retry(Job job) {
        if (delayed.remove(job)) {
            (job.hurry ? urgent : normal).addFirst(job);
            pump();
        }
    }

    /** The storage answers again: all delayed writes are sent at once, except those whose own batch was the trouble. */
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
