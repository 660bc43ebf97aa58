package dev.datasave.engine.loop;

import dev.datasave.spi.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server's environment, in which nothing that is thrown is lost. What a step or a task throws is told of, and never stops what stands behind it. An environment
 * that throws has refused: what it was given is not dropped, but given to it once more on the loop's next turn, and then to the JDK's own threads and timers. Steps of
 * the loop can run nowhere else; they wait until it takes them, in their order. So nothing that runs a step, starts a timer or makes a call throws here, and code
 * that counts what is under way gets an answer for each. Clocks, random bits and folders throw as they do. Thread-safe.
 */
final class GuardedEnvironment implements Environment {
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Environment environment;
    private final Consumer<Throwable> thrown;
    private final Queue<Runnable> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Step> refusedTasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isTelling = new AtomicBoolean();
    private final AtomicBoolean isKnocking = new AtomicBoolean();
    private volatile @Nullable Limit limit;
    private volatile boolean isClosed;

    GuardedEnvironment(Environment environment, Consumer<Throwable> thrown) {
        this.environment = environment;
        this.thrown = thrown;
    }

    /** For how long steps wait for an environment that takes none, by the JVM's own clock. */
    private record Limit(long begun, Duration atMost, Consumer<Throwable> over) {
        private boolean isOver() {
            return System.nanoTime() - begun > atMost.toNanos();
        }
    }

    /** The step, with what it throws told instead. */
    Runnable guarded(Runnable step) {
        return () -> run(step);
    }

    private void run(Runnable step) {
        try {
            step.run();
        } catch (Transitions.UnexpectedEvent fault) {
            throw fault; // only where assertions are on: a test is to fail by it
        } catch (Throwable fault) {
            thrown.accept(fault);
        }
    }

    /** A guarded step that runs once, also if the environment took it before it threw. */
    private class Step extends AtomicBoolean implements Runnable {
        private static final long serialVersionUID = 1;

        private final transient Runnable code;

        private Step(Runnable code) {
            this.code = code;
        }

        @Override
        public void run() {
            if (compareAndSet(false, true)) {
                GuardedEnvironment.this.run(code);
            }
        }
    }

    /** Tells of a refusal, unless it is the telling itself that was refused. */
    private void tell(Throwable refusal) {
        if (isTelling.compareAndSet(false, true)) {
            try {
                thrown.accept(refusal);
            } finally {
                isTelling.set(false);
            }
        }
    }

    @Override
    public void onLoop(Runnable step) {
        Step guarded = new Step(step);
        if (refused.isEmpty()) {
            try {
                environment.onLoop(guarded);
                return;
            } catch (Throwable refusal) {
                refused.add(guarded);
                tell(refusal);
            }
        } else {
            refused.add(guarded); // behind those that wait
        }
        knock(FIRST_PAUSE_MILLIS);
    }

    /** Runs the steps that were refused. On the loop. */
    private void takeRefused() {
        for (Runnable step = refused.poll(); step != null; step = refused.poll()) {
            step.run();
        }
    }

    /** Asks the environment to run the steps that it has refused, again and again. */
    private void knock(long pauseMillis) {
        try {
            environment.onLoop(new Step(this::takeRefused));
        } catch (Throwable refusal) {
            Limit until = limit;
            if (isClosed || (until != null && until.isOver())) {
                refused.clear();
                if (until != null && !isClosed) {
                    until.over.accept(refusal);
                }
            } else if (isKnocking.compareAndSet(false, true)) {
                CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS)
                        .execute(() -> {
                            isKnocking.set(false);
                            knock(Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS));
                        });
            }
        }
    }

    /** From now on, an environment that refuses all steps of the loop for as long as that is given up; {@code over} then runs on a thread of the JDK's. */
    void limit(Duration atMost, Consumer<Throwable> over) {
        if (limit == null) {
            limit = new Limit(System.nanoTime(), atMost, over);
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable step) {
        Timed timed = new Timed(step);
        try {
            timed.taken = Objects.requireNonNull(environment.schedule(delay, timed), "timer");
            return timed;
        } catch (Throwable refusal) {
            tell(refusal);
            return new Late(delay, timed);
        }
    }

    /** A step with the timer that runs it: one object, because each profile that is loaded has one. */
    private final class Timed extends Step implements Timer {
        private static final long serialVersionUID = 1;

        private transient @Nullable Timer taken;

        private Timed(Runnable code) {
            super(code);
        }

        @Override
        public void cancel() {
            Timer timer = taken;
            if (timer != null) {
                GuardedEnvironment.this.run(timer::cancel);
            }
        }
    }

    /** A timer that was refused. */
    private final class Late implements Timer {
        private final Duration delay;
        private final Step step;
        private volatile Timer taken = () -> {};

        private Late(Duration delay, Step step) {
            this.delay = delay;
            this.step = step;
            onLoop(this::again);
        }

        private void again() {
            if (step.get()) {
                return;
            }
            try {
                taken = Objects.requireNonNull(environment.schedule(delay, step), "timer");
            } catch (Throwable refusal) {
                CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS) // the refusal has been told
                        .execute(() -> onLoop(step));
            }
        }

        @Override
        public void cancel() {
            step.set(true);
            run(taken::cancel);
        }
    }

    @Override
    public void onUserThread(Runnable code) {
        Step guarded = new Step(code);
        try {
            environment.onUserThread(guarded);
        } catch (Throwable refusal) {
            refusedTasks.add(guarded);
            tell(refusal);
            if (isClosed) {
                takeRefusedTasks();
            } else {
                onLoop(this::takeRefusedTasks);
            }
        }
    }

    private void takeRefusedTasks() {
        for (Step task = refusedTasks.poll(); task != null; task = refusedTasks.poll()) {
            try {
                environment.onUserThread(task);
            } catch (Throwable refusal) { // which has been told
                Thread.startVirtualThread(task);
            }
        }
    }

    @Override
    public long monotonicNanos() {
        return environment.monotonicNanos();
    }

    @Override
    public long wallClockMillis() {
        return environment.wallClockMillis();
    }

    @Override
    public long randomLong() {
        return environment.randomLong();
    }

    /** A call that is refused has failed. */
    @Override
    public <T> CompletableFuture<T> call(Lane lane, Callable<T> blocking) {
        try {
            return Objects.requireNonNull(environment.call(lane, blocking), "future of a call");
        } catch (Throwable refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    @Override
    public boolean await(Condition condition, Duration atMost) throws InterruptedException {
        return environment.await(condition, atMost);
    }

    @Override
    public Folder folder(Path directory) {
        return environment.folder(directory);
    }

    @Override
    public void close() {
        isClosed = true;
        takeRefusedTasks();
        try {
            environment.close();
        } catch (Throwable refusal) {
            tell(refusal);
        }
    }
}
