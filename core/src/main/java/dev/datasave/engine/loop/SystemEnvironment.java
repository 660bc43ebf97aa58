package dev.datasave.engine.loop;

import dev.datasave.spi.Environment;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The machine's clocks and threads: one loop thread, platform threads for storage calls (native database code pins virtual ones),
 * heartbeats apart from them, virtual threads for the user's code. All are daemons: a forgotten {@code close} must not keep a game server alive.
 */
public final class SystemEnvironment implements Environment {
    private final SecureRandom random = new SecureRandom();
    private final ScheduledThreadPoolExecutor loop;
    private final ExecutorService data;
    private final ExecutorService heartbeat;
    private final ExecutorService users;

    public SystemEnvironment(String serverName) {
        this.loop = new ScheduledThreadPoolExecutor(1, threads(serverName, "loop"));
        this.loop.setRemoveOnCancelPolicy(true);
        this.data = Executors.newCachedThreadPool(threads(serverName, "storage"));
        this.heartbeat = Executors.newCachedThreadPool(threads(serverName, "heartbeat"));
        this.users = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("datasave-" + serverName + "-user-", 0).factory());
    }

    private static ThreadFactory threads(String serverName, String role) {
        return Thread.ofPlatform()
                .daemon()
                .name("datasave-" + serverName + "-" + role + "-", 0)
                .factory();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public long wallClockMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long randomLong() {
        return random.nextLong();
    }

    @Override
    public void onLoop(Runnable step) {
        try {
            loop.execute(step);
        } catch (RejectedExecutionException closed) {
            // The contract: steps given after close are dropped.
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable step) {
        try {
            Future<?> future = loop.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public <T> CompletableFuture<T> call(Lane lane, Callable<T> blocking) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            (lane == Lane.HEARTBEAT ? heartbeat : data).execute(() -> {
                try {
                    result.complete(blocking.call());
                } catch (Throwable failure) {
                    result.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(closed);
        }
        return result;
    }

    @Override
    public void onUserThread(Runnable code) {
        try {
            users.execute(code);
        } catch (RejectedExecutionException closed) {
            code.run(); // a future completed while closing still has its dependants told
        }
    }

    @Override
    public Folder folder(Path directory) {
        return new LocalFolder(directory);
    }

    @Override
    public void close() {
        loop.shutdownNow();
        data.shutdown();
        heartbeat.shutdown();
        users.shutdown();
    }
}
