package dev.datasave.engine.loop;

import dev.datasave.DataSaveListener;
import dev.datasave.ProfileId;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Time, threads and randomness in one hand: whatever is to run waits in one queue until {@link #run} or {@link #pass}, in the order of its time. Storage
 * calls are answered unless {@link #next} says otherwise; files are real ones.
 */
public class ManualEnvironment implements Environment {
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparingLong(Step::at).thenComparingLong(Step::number));
    private final Deque<Fate> fates = new ArrayDeque<>();
    private final Random random = new Random(29);
    private final List<String> told = new ArrayList<>();
    private long nanos = 1_000_000_000L;
    private long jumped;
    private long numbers;
    private Duration latency = Duration.ZERO;
    private boolean isOut;
    private boolean isClosed;

    /** What becomes of a storage call. */
    public enum Fate {
        /** It is carried out, and its answer comes. */
        ANSWERED,
        /** It is carried out, but its answer is lost. */
        LOST,
        /** It never reaches the storage, which is known. */
        REFUSED,
        /** It never reaches the storage, and no answer ever comes. */
        SILENT
    }

    private record Step(long at, long number, Runnable code, AtomicBoolean isCancelled) {}

    /** What becomes of the next storage calls; of those after them nothing special. */
    public void next(Fate... calls) {
        fates.addAll(Arrays.asList(calls));
    }

    /** Whether every storage call is refused from now on. */
    public void out(boolean whether) {
        isOut = whether;
    }

    /** How long a storage call is under way to the storage, and its answer back. */
    public void latency(Duration each) {
        latency = each;
    }

    /** Everything that is due. */
    public void run() {
        pass(Duration.ZERO);
    }

    /** Time goes on so far, and everything that becomes due runs. */
    public void pass(Duration time) {
        long until = nanos + time.toNanos();
        for (Step step = steps.peek(); step != null && step.at <= until; step = steps.peek()) {
            steps.remove();
            nanos = Math.max(nanos, step.at);
            if (!step.isCancelled.get()) {
                step.code.run();
            }
        }
        nanos = until;
    }

    /** The monotonic clock stands still, nothing runs, and the wall clock goes on: the machine sleeps. */
    public void jump(Duration time) {
        jumped += time.toMillis();
    }

    /** A storage by this clock. */
    public Storage storage() {
        InstantSource clock = () -> Instant.ofEpochMilli(wallClockMillis());
        return Storage.inMemory(clock);
    }

    /** The loop of a server on that storage. */
    public Loop loop(Storage storage) {
        return new Loop(settings(storage, Optional.empty()));
    }

    /** The settings of a server on that storage. */
    public Settings settings(Storage storage, Optional<Path> spool) {
        return new Settings(
                storage,
                true,
                this,
                "lobby-1",
                new Diary(),
                Optional.empty(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                spool);
    }

    /** What the listener of this environment's servers was told: names and what comes with them. */
    public List<String> told() {
        return told;
    }

    private Step add(Duration delay, Runnable code) {
        Step step = new Step(nanos + Math.max(0, delay.toNanos()), numbers++, code, new AtomicBoolean());
        steps.add(step);
        return step;
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }

    @Override
    public long wallClockMillis() {
        return 1_700_000_000_000L + nanos / 1_000_000 + jumped;
    }

    @Override
    public long randomLong() {
        return random.nextLong();
    }

    @Override
    public void onLoop(Runnable step) {
        if (!isClosed) {
            add(Duration.ZERO, step);
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable step) {
        Step added = add(delay, step);
        return () -> added.isCancelled.set(true);
    }

    @Override
    public <T> CompletableFuture<T> call(Lane lane, Callable<T> blocking) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Fate next = fates.poll();
        Fate fate = isOut ? Fate.REFUSED : next == null ? Fate.ANSWERED : next;
        add(latency, () -> {
            try {
                T answer = fate == Fate.ANSWERED || fate == Fate.LOST ? blocking.call() : null;
                if (fate == Fate.ANSWERED) {
                    add(latency, () -> result.complete(answer));
                } else if (fate != Fate.SILENT) {
                    add(latency, () -> result.completeExceptionally(new IllegalStateException(fate.name())));
                }
            } catch (Exception failure) {
                add(latency, () -> result.completeExceptionally(failure));
            }
        });
        return result;
    }

    @Override
    public void onUserThread(Runnable code) {
        add(Duration.ZERO, code);
    }

    @Override
    public Folder folder(Path directory) {
        return new LocalFolder(directory);
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private final class Diary implements DataSaveListener {
        @Override
        public void storageFailed(Throwable cause) {
            told.add("storageFailed " + cause.getMessage());
        }

        @Override
        public void listenerFailed(ProfileId profile, Throwable cause) {
            told.add("listenerFailed " + profile + " " + cause.getMessage());
        }

        @Override
        public void listenerPassedOver(ProfileId profile, String which) {
            told.add("listenerPassedOver " + profile + " " + which);
        }

        @Override
        public void reincarnated(String incarnation) {
            told.add("reincarnated " + incarnation);
        }

        @Override
        public void buried(String serverName, String incarnation) {
            told.add("buried " + serverName + " " + incarnation);
        }

        @Override
        public void spoolFailed(Path file, Throwable cause) {
            told.add("spoolFailed " + file.getFileName() + " " + cause.getMessage());
        }

        @Override
        public void replayed(ProfileId profile) {
            told.add("replayed " + profile);
        }

        @Override
        public void orphanKept(ProfileId profile, String orphan) {
            told.add("orphanKept " + profile);
        }
    }
}
