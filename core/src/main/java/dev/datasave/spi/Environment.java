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
 * Everything that the engine takes from the world outside the storage: time, timers, threads, randomness and local files. DataSave has one for the
 * real machine; the module {@code datasave-tck} has one in virtual time, on which whole networks of servers run. Thread-safe.
 *
 * <p>An environment belongs to one running {@code DataSave}, which closes it as its last step. A method that throws has refused: {@code DataSave} asks once more, then
 * takes threads and timers of the JDK instead. Steps of the loop wait until they are taken.
 */
public interface Environment extends AutoCloseable {

    /** A clock that only goes forward, in nanoseconds from an arbitrary start. It may stand still while the machine sleeps. */
    long monotonicNanos();

    /** The wall clock, in milliseconds since 1970. It may jump in both directions. */
    long wallClockMillis();

    /** 64 random bits, from a source good enough for ids that can't be guessed and don't repeat. */
    long randomLong();

    /**
     * Runs a step of the engine on its loop. Steps run one at a time, in the order of the calls, and each sees the effects of those before it. A step
     * never blocks and never throws. Steps given after {@link #close()} are dropped.
     */
    void onLoop(Runnable step);

    /** Runs a step on the loop after a delay, unless it is cancelled before. */
    Timer schedule(Duration delay, Runnable step);

    /**
     * Runs a blocking storage call on a thread of its own. The future completes, on any thread, with the call's result or exception. A call in the
     * lane {@link Lane#HEARTBEAT} never waits for a thread.
     */
    <T> CompletableFuture<T> call(Lane lane, Callable<T> blocking);

    /** Runs the user's code, or code that takes a while (encoding), on a thread that is neither the loop's nor the game's. */
    void onUserThread(Runnable code);

    /**
     * Waits for a signal of the condition, whose lock the caller holds. It is never called on the loop. False if no signal came in time. In virtual
     * time no other thread could signal meanwhile, so it returns false at once.
     */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    default boolean await(Condition condition, Duration atMost) throws InterruptedException {
        return condition.awaitNanos(atMost.toNanos()) > 0;
    }

    /**
     * A local directory, for data that has to outlast the process while the storage is away. Nothing is read or created before the first call on the
     * folder.
     */
    Folder folder(Path directory);

    /** Ends all threads and timers; steps that have not run yet are dropped. Closing twice is fine. */
    @Override
    void close();

    /** A scheduled step. */
    @FunctionalInterface
    interface Timer {
        /** Drops the step unless it has begun; calling it twice is fine. */
        void cancel();
    }

    /** The kind of call that needs a thread. */
    enum Lane {
        /** A heartbeat, which never waits behind anything. */
        HEARTBEAT,
        /** Everything else. */
        DATA
    }

    /**
     * The files directly in one directory; names have no path. Every call blocks, so none is made on the loop, and every call may throw, for instance
     * because the disk is full. Thread-safe.
     */
    interface Folder {
        /** The names of all files, in any order. Creates the directory if it does not exist, accessible to its owner only. */
        List<String> names() throws IOException;

        /** The content of a file. */
        byte[] read(String name) throws IOException;

        /**
         * Writes the content into a file of that name, which only its owner may read. When this method returns, the content survives a power cut; the
         * name does so only after {@link #force}. If the method throws, or the process dies in it, the file may contain anything.
         */
        void write(String name, byte[] content) throws IOException;

        /** Renames a file in one step, atomic even if the process dies meanwhile. */
        void move(String from, String to) throws IOException;

        /** Removes a file, if it exists. */
        void delete(String name) throws IOException;

        /** Makes all names that were created, changed and removed so far survive a power cut. */
        void force() throws IOException;

        /**
         * Takes the lock of that name; empty if a living process has it, this one included. The lock is a file, which closing the lock removes. The
         * lock of a process that has died is free.
         */
        Optional<Closeable> lock(String name) throws IOException;
    }
}
