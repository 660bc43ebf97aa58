package dev.datasave.engine.loop;

import dev.datasave.spi.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;

/**
 * The server's environment, in which nothing that is thrown is lost: a step of the loop or a task that throws is told of, and never stops what
 * stands behind it.
 */
record GuardedEnvironment(Environment environment, Consumer<Throwable> thrown) implements Environment {

    /** The step, with what it throws told instead. */
    Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (Transitions.UnexpectedEvent fault) {
                throw fault; // only where assertions are on: a test is to fail by it
            } catch (Throwable fault) {
                thrown.accept(fault);
            }
        };
    }

    @Override
    public void onLoop(Runnable step) {
        environment.onLoop(guarded(step));
    }

    @Override
    public Timer schedule(Duration delay, Runnable step) {
        return environment.schedule(delay, guarded(step));
    }

    @Override
    public void onUserThread(Runnable code) {
        environment.onUserThread(guarded(code));
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

    @Override
    public <T> CompletableFuture<T> call(Lane lane, Callable<T> blocking) {
        return environment.call(lane, blocking);
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
        environment.close();
    }
}
