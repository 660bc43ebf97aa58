package dev.datasave.spi;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;

/**
 * Everything that the engine takes from the world outside the storage: time, timers, threads and randomness. A real one
 * comes with DataSave; the module {@code datasave-tck} has one in virtual time, on which whole networks of servers run. Thread-safe.
 *
 * <p>One environment belongs to one running {@code DataSave}, which closes it last.
 */
public interface Environment extends AutoCloseable {

    /** A clock that only goes forward, in nanoseconds from an arbitrary start; may stand still while the machine sleeps. */
    long monotonicNanos();

    /** The wall clock in milliseconds since 1970; may jump in both directions. */
    long wallClockMillis();

    /** 64 random bits, from a source good enough for ids that nobody can guess or repeat. */
    long randomLong();

    /**
     * Runs a step of the engine on its loop: one at a time, in the order of the calls, each seeing what the ones before it
     * did. A step never blocks and never throws. Steps given after {@link #close()} are dropped.
     */
    void onLoop(Runnable step);

    /** Runs a step on the loop after a delay, unless cancelled before. */
    Timer schedule(Duration delay, Runnable step);

    /**
     * Runs a blocking storage call on a thread of its own and completes with what it returned or threw, on any thread. A call that {@linkplain
     * Lane#HEARTBEAT proves life} never waits for a thread.
     */
    <T> CompletableFuture<T> call(Lane lane, Callable<T> blocking);

    /** Runs code of the user, or code that takes a while (encoding), on a thread that is neither the loop's nor the game's. */
    void onUserThread(Runnable code);

    /**
     * Waits for a signal of the condition, whose lock the caller holds; not on the loop. False if there was none in time. In virtual time,
     * where nobody else can run meanwhile, false at once.
     */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    default boolean await(Condition condition, Duration atMost) throws InterruptedException {
        return condition.awaitNanos(atMost.toNanos()) > 0;
    }

    /** Ends all threads and timers; steps not yet run are dropped. Twice is fine. */
    @Override
    void close();

    /** A step that was scheduled. */
    @FunctionalInterface
    interface Timer {
        /** Drops the step unless it has begun; twice is fine. */
        void cancel();
    }

    /** Which kind of call asks for a thread. */
    enum Lane {
        /** A heartbeat: never waits behind anything. */
        HEARTBEAT,
        /** Everything else. */
        DATA
    }
}
