package dev.datasave.engine.loop;

import dev.datasave.ProfileId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the game's code where the game wants it: on a home executor, or on a user thread. A task that has not returned in time is passed over: it may
 * still run, but nothing waits for it. If a home thread closes the server, that thread runs the tasks that wait for it (F44).
 */
public final class Home {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Task NOTHING = new Task(null, () -> {});

    private final Environment environment;
    private final Events events;
    private final Map<Executor, Thread> threads = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Task> waiting = new LinkedBlockingQueue<>();

    Home(Environment environment, Events events) {
        this.environment = environment;
        this.events = events;
    }

    private static final class Task implements Runnable {
        private final @Nullable Executor executor;
        private final Runnable code;
        private final AtomicBoolean taken = new AtomicBoolean();

        private Task(@Nullable Executor executor, Runnable code) {
            this.executor = executor;
            this.code = code;
        }

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                code.run();
            }
        }
    }

    /** Finds out which thread the executor runs on. */
    public void learn(Executor executor) {
        try {
            executor.execute(() -> threads.put(executor, Thread.currentThread()));
        } catch (RejectedExecutionException refused) {
            // Each task that it refuses later is an event of its own.
        }
    }

    /** Runs the code; then, on the loop: true if it returned in time, false if it was passed over. The code doesn't throw. */
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

    private void submit(Executor executor, Runnable whole, ProfileId profile, String what) {
        Task[] self = new Task[1];
        Task task = new Task(executor, () -> {
            threads.put(executor, Thread.currentThread());
            waiting.remove(self[0]);
            whole.run();
        });
        self[0] = task;
        waiting.add(task);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException refused) {
            waiting.remove(task);
            events.tell(listener -> listener.listenerPassedOver(profile, what + " (home executor refused it)"));
            environment.onUserThread(task);
        }
    }

    /** What follows a task, on the loop. */
    @FunctionalInterface
    public interface Then {
        void accept(boolean returnedInTime);
    }

    public boolean isHomeThread() {
        return threads.containsValue(Thread.currentThread());
    }

    /** Waits for the future and meanwhile runs what waits for this thread. */
    public void helpUntil(CompletableFuture<?> future) {
        Thread self = Thread.currentThread();
        var unused = future.whenComplete((result, failure) -> waiting.add(NOTHING)); // wakes the last take
        while (!future.isDone()) {
            try {
                Task task = waiting.take();
                if (task.executor != null && !self.equals(threads.get(task.executor))) {
                    environment.onUserThread(() -> {}); // another home's task: its own thread runs it
                } else {
                    task.run();
                }
            } catch (InterruptedException e) {
                self.interrupt();
                return;
            }
        }
    }
}
