package dev.datasave.engine.loop;

import dev.datasave.ProfileId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the game's code where the game wants it: on a home executor, or on a user thread. A task that has not returned in time is passed
 * over: it may still run, nobody waits for it. Code that waits for a future of DataSave on a home thread runs what waits for that thread meanwhile (F44).
 */
public final class Home {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Environment environment;
    private final Events events;

    /** By executor; one that the game has for each player is forgotten with the player. */
    private final Map<Executor, Thread> threads = Collections.synchronizedMap(new WeakHashMap<>());

    private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
    private final Set<Helper> helpers = ConcurrentHashMap.newKeySet();

    Home(Environment environment, Events events) {
        this.environment = environment;
        this.events = events;
    }

    /** Code that is to run on a home thread, once, whoever is first. */
    private final class Task implements Runnable {
        private final Executor executor;
        private final Runnable code;
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile @Nullable Thread submitter = Thread.currentThread();

        private Task(Executor executor, Runnable code) {
            this.executor = executor;
            this.code = code;
        }

        @Override
        public void run() {
            if (Thread.currentThread().equals(submitter)) {
                environment.onUserThread(this); // an executor that runs it at once would have it run on the loop
            } else if (taken.compareAndSet(false, true)) {
                threads.put(executor, Thread.currentThread());
                waiting.remove(this);
                code.run();
            }
        }

        /** The executor has it; from here on it may run on any thread. */
        private void submitted() {
            submitter = null;
        }
    }

    /** A home thread that waits for a future, and runs meanwhile what waits for it. */
    private record Helper(Thread thread, BlockingQueue<Runnable> tasks) {}

    /** Finds out which thread the executor runs on. */
    public void learn(Executor executor) {
        Task task = new Task(executor, () -> {});
        try {
            executor.execute(task);
            task.submitted();
        } catch (Throwable refused) {
            // Each task that it refuses later is an event of its own.
        }
    }

    /** Runs the code; then, on the loop: true if it returned in time, false if it was passed over. */
    public void run(Optional<Executor> executor, ProfileId profile, String what, Runnable code, Then then) {
        AtomicBoolean over = new AtomicBoolean();
        Environment.Timer timer = environment.schedule(PATIENCE, () -> {
            if (over.compareAndSet(false, true)) {
                events.tell(listener -> listener.listenerPassedOver(profile, what));
                then.accept(false);
            }
        });
        Runnable whole = () -> {
            try {
                code.run();
            } catch (Throwable thrown) {
                events.listenerFailed(profile, thrown);
            } finally {
                if (over.compareAndSet(false, true)) {
                    timer.cancel();
                    environment.onLoop(() -> then.accept(true));
                }
            }
        };
        if (executor.isEmpty()) {
            environment.onUserThread(whole);
            return;
        }
        submit(executor.get(), whole, profile, what);
    }

    /** Whatever an executor throws is a refusal: schedulers of game servers that shut down throw exceptions of their own. */
    private void submit(Executor executor, Runnable whole, ProfileId profile, String what) {
        Task task = new Task(executor, whole);
        waiting.add(task);
        try {
            executor.execute(task);
            task.submitted();
            helpers.stream().filter(helper -> isFor(helper, task)).forEach(helper -> helper.tasks.add(task));
        } catch (Throwable refused) {
            task.submitted();
            waiting.remove(task);
            events.tell(listener -> listener.listenerPassedOver(profile, what + " (home executor refused it)"));
            environment.onUserThread(task);
        }
    }

    private boolean isFor(Helper helper, Task task) {
        return helper.thread.equals(threads.get(task.executor));
    }

    /** What follows a task, on the loop. */
    @FunctionalInterface
    public interface Then {
        void accept(boolean returnedInTime);
    }

    /** Whether this thread is known as the one of a home executor. */
    boolean isHomeThread() {
        return threads.containsValue(Thread.currentThread());
    }

    /** A future whose {@code join} and {@code get} do not block a home thread: they run what waits for it, until the future is done. */
    <R> CompletableFuture<R> future() {
        return new HomeFuture<>(this);
    }

    /**
     * Waits for the future if this is a home thread, and meanwhile runs what waits for this thread.
     *
     * @param atMost how many nanoseconds
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    void help(CompletableFuture<?> future, long atMost) throws InterruptedException {
        if (future.isDone() || !isHomeThread()) {
            return;
        }
        long begun = System.nanoTime();
        Helper helper = new Helper(Thread.currentThread(), new LinkedBlockingQueue<>());
        helpers.add(helper);
        try {
            waiting.stream().filter(task -> isFor(helper, task)).forEach(helper.tasks::add);
            var unused = future.whenComplete((result, failure) -> helper.tasks.add(() -> {}));
            long left = atMost;
            while (!future.isDone() && left > 0) {
                Runnable task = helper.tasks.poll(left, TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                }
                left = atMost - (System.nanoTime() - begun);
            }
        } finally {
            helpers.remove(helper);
        }
    }
}
