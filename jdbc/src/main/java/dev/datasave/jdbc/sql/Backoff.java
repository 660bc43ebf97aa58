package dev.datasave.jdbc.sql;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Growing, random pauses between attempts. */
public final class Backoff {
    private final long longest;
    private long nanos;

    /** Pauses between attempts to get a lock that another process holds: 0.1 to 2 ms, short enough that no process starves. */
    public Backoff() {
        this(Duration.ofNanos(100_000), Duration.ofMillis(2));
    }

    /** Pauses of up to the first length, growing up to the longest one. */
    public Backoff(Duration first, Duration longest) {
        this.nanos = first.toNanos();
        this.longest = longest.toNanos();
    }

    /** Pauses, unless this thread is unparked. */
    public void pause() {
        LockSupport.parkNanos(next());
    }

    /** The length of the next pause in nanoseconds. */
    long next() {
        long length = ThreadLocalRandom.current().nextLong(nanos / 2, nanos);
        nanos = Math.min(nanos + nanos / 4, longest);
        return length;
    }
}
