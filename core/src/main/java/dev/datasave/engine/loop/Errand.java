package dev.datasave.engine.loop;

import dev.datasave.spi.Environment;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A long piece of work for one call. It goes on in spite of failures until it ends, its time is over, or nobody waits for the answer any more. Then
 * no step of it runs again. Loop only.
 */
public final class Errand {
    private final Loop loop;
    private final Environment environment;
    private final long deadline;
    private final Environment.Timer timer;
    private final Set<SaveQueue.Job> writing = new LinkedHashSet<>();
    private final List<Runnable> whenOver = new ArrayList<>();
    private @Nullable Throwable lastFailure;
    private boolean isOver;

    public Errand(Loop loop, CompletableFuture<?> answer, Duration timeout, Runnable outOfTime) {
        this.loop = loop;
        this.environment = loop.environment();
        this.deadline = environment.monotonicNanos() + timeout.toNanos();
        this.timer = environment.schedule(timeout, () -> {
            if (!isOver) {
                outOfTime.run();
            }
        });
        var unused = answer.whenComplete((result, failure) -> environment.onLoop(this::end));
    }

    public void end() {
        isOver = true;
        timer.cancel();
        writing.forEach(SaveQueue.Job::cancel);
        writing.clear();
        List<Runnable> then = List.copyOf(whenOver);
        whenOver.clear();
        loop.forEach(then, Runnable::run);
    }

    /** Runs when it is over, however it ends; at once if it is. */
    public void whenOver(Runnable step) {
        if (isOver) {
            step.run();
        } else {
            whenOver.add(step);
        }
    }

    public boolean isOver() {
        return isOver;
    }

    /** What is left of its time, at least a millisecond. */
    public Duration left() {
        return Duration.ofNanos(Math.max(deadline - environment.monotonicNanos(), 1_000_000));
    }

    public Instant now() {
        return Instant.ofEpochMilli(environment.wallClockMillis());
    }

    /** What the last storage call failed with, or null if it succeeded. */
    @Nullable
    public Throwable lastFailure() {
        return lastFailure;
    }

    /** Asks the storage, again and again until it answers. */
    public <T> void ask(StoragePort.Work<T> work, Consumer<T> then) {
        ask(work, then, 0);
    }

    private <T> void ask(StoragePort.Work<T> work, Consumer<T> then, int failures) {
        if (isOver) {
            return;
        }
        loop.port()
                .call(
                        work,
                        result -> {
                            lastFailure = null;
                            go(() -> then.accept(result));
                        },
                        failure -> {
                            lastFailure = failure;
                            later(backOff(failures), () -> ask(work, then, failures + 1));
                        });
    }

    /** The pause after so many failures before the last one. */
    public Duration backOff(int failures) {
        return Retry.pause(failures, environment);
    }

    /** Writes. If the errand ends before the write is decided, {@code decided} does not run. */
    public void write(Write write, Consumer<SaveQueue.Decision> decided) {
        if (isOver) {
            return;
        }
        SaveQueue.Job[] job = new SaveQueue.Job[1];
        job[0] = loop.queue()
                .submit(
                        write,
                        true,
                        decision -> {
                            writing.remove(job[0]);
                            go(() -> decided.accept(decision));
                        },
                        failure -> lastFailure = failure);
        writing.add(job[0]);
    }

    public void later(Duration delay, Runnable step) {
        environment.schedule(delay, () -> go(step));
    }

    /** Runs code that may take a while, or is the game's, on a user thread. */
    public <T> void elsewhere(Callable<T> code, Consumer<T> then, Consumer<Throwable> failed) {
        loop.elsewhere(code, result -> go(() -> then.accept(result)), thrown -> go(() -> failed.accept(thrown)));
    }

    /** Goes on when the future completes, however it does. */
    public void await(CompletableFuture<?> future, Runnable step) {
        var unused = future.whenComplete((result, failure) -> environment.onLoop(() -> go(step)));
    }

    private void go(Runnable step) {
        if (!isOver) {
            step.run();
        }
    }
}
