package dev.datasave.cassandra;

import dev.datasave.DataSaveException.StorageFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the calls of one storage on virtual threads, so that each can wait for the nodes step by step, and ends them in time (R8). What follows a call, for
 * instance the removal of old index rows, goes on in the background. Thread-safe.
 */
final class Calls implements AutoCloseable {
    private final String name;
    private final Duration timeout;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("datasave-cassandra-", 0).factory());
    private final Set<CountDownLatch> background = ConcurrentHashMap.newKeySet();

    Calls(String name, Duration timeout) {
        this.name = name;
        this.timeout = timeout;
    }

    /** The result of a call, within the call time-out. If that is over, the call is ended, and its outcome is unknown. */
    <T> T run(Callable<T> call) {
        Future<T> running = submit(call);
        try {
            return running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new StorageFailed(name + ": found no answer within " + timeout + ", expected one", e);
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new StorageFailed(name + ": the call was interrupted, and its outcome is unknown", e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    /** The results of all tasks, which run at the same time; throws the first failure when all have ended. Within a call. */
    <T> List<T> all(List<? extends Callable<T>> tasks) {
        if (tasks.size() == 1) {
            return List.of(called(tasks.getFirst()));
        }
        List<Future<T>> running = new ArrayList<>(tasks.size());
        tasks.forEach(task -> running.add(submit(task)));
        List<T> results = new ArrayList<>(tasks.size());
        RuntimeException failure = null;
        try {
            for (Future<T> each : running) {
                try {
                    results.add(each.get());
                } catch (ExecutionException e) {
                    failure = failure == null ? rethrown(e) : failure;
                }
            }
        } catch (InterruptedException e) {
            running.forEach(each -> each.cancel(true));
            Thread.currentThread().interrupt();
            throw new StorageFailed(name + ": the call was ended before its outcome was known", e);
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    /** Starts what nobody waits for. If it fails, nothing is lost but tidiness: others remove what it has left. */
    void later(Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        background.add(done);
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } catch (StorageFailed untidy) {
                    System.getLogger(Calls.class.getName())
                            .log(System.Logger.Level.DEBUG, "left to others to remove", untidy);
                } finally {
                    background.remove(done);
                    done.countDown();
                }
            });
        } catch (RejectedExecutionException closed) {
            background.remove(done);
        }
    }

    /** Starts a step of a protocol. */
    <T> CompletableFuture<T> step(Callable<T> step) {
        return CompletableFuture.supplyAsync(() -> called(step), threads);
    }

    /** Waits until all that was started in the background before has ended. */
    void settleBackground() {
        try {
            for (CountDownLatch each : List.copyOf(background)) {
                if (!each.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> Future<T> submit(Callable<T> task) {
        try {
            return threads.submit(task);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(name + " is closed", e);
        }
    }

    private static <T> T called(Callable<T> task) {
        try {
            return task.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }

    /** Lets the background end, then ends everything else. */
    @Override
    public void close() {
        settleBackground();
        threads.shutdownNow();
    }
}
