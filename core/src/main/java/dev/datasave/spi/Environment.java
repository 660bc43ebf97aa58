package dev.datasave.spi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;

/**
 * Everything that the engine takes from the world outside the storage: time, timers, threads, randomness and local files. A real one
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

    /**
     * A directory of this machine, for what has to outlast the process while the storage is away. Nothing is read or created before the first
     * call on it.
     */
    Folder folder(Path directory);

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

    /**
     * The files directly in one directory; names are without a path. Every call blocks, so none is made on the loop, and every one may throw, for a
     * full disk for instance. Thread-safe.
     */
    interface Folder {
        /** The names of all files, in any order; creates the directory for its owner only if it is not there. */
        List<String> names() throws IOException;

        /** What is in a file. */
        byte[] read(String name) throws IOException;

        /**
         * Puts this into a file of that name, which only its owner may read. When it returns, the content survives a power cut, and the name does
         * after {@link #force}. If it throws, or the process dies in it, anything may be in the file.
         */
        void write(String name, byte[] content) throws IOException;

        /** Gives a file another name in one step, also if the process dies meanwhile. */
        void move(String from, String to) throws IOException;

        /** Removes a file, if there is one. */
        void delete(String name) throws IOException;

        /** From here on new, changed and removed names survive a power cut. */
        void force() throws IOException;

        /**
         * The lock of that name; empty if a living process has it, this one included. It is a file, which closing the lock removes; the lock of a
         * process that has died is free.
         */
        Optional<Closeable> lock(String name) throws IOException;
    }
}
