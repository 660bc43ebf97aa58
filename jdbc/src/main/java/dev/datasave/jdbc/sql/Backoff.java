package dev.datasave.jdbc.sql;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Short, growing, uneven pauses between attempts to get what another process holds: 0.1 to 2 ms, short enough that no process starves. */
public final class Backoff {
    private static final long FIRST_NANOS = 100_000;
    private static final long LONGEST_NANOS = 2_000_000;

    private long nanos = FIRST_NANOS;

    public void pause() {
        LockSupport.parkNanos(next());
    }

    /** The length of the next pause in nanoseconds. */
    long next() {
        long length = ThreadLocalRandom.current().nextLong(nanos / 2, nanos);
        nanos = Math.min(nanos + nanos / 4, LONGEST_NANOS);
        return length;
    }
}
