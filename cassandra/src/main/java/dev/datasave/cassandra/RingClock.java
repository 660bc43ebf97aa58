package dev.datasave.cassandra;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The storage's clock (R4): this machine's, corrected by how far the clocks of the nodes are from it. A lightweight transaction could take a node's time, but
 * would not tell it. The middle one of the nodes counts, so a single wrong clock does no harm. Thread-safe.
 */
final class RingClock {
    private static final Duration MEASURED_FOR = Duration.ofMinutes(1);

    private final Supplier<Duration> measure;
    private final Supplier<Duration> ahead;
    private final Calls calls;
    private final AtomicLong measuredAt = new AtomicLong(System.nanoTime());
    private volatile Duration offset;

    /**
     * @param offset how far the nodes' clocks are ahead of this machine's now
     * @param measure measures that anew
     * @param ahead what is added to all times; zero but in tests
     */
    RingClock(Duration offset, Supplier<Duration> measure, Supplier<Duration> ahead, Calls calls) {
        this.offset = offset;
        this.measure = measure;
        this.ahead = ahead;
        this.calls = calls;
    }

    /** The time, in whole milliseconds. */
    Instant now() {
        long last = measuredAt.get();
        long now = System.nanoTime();
        if (now - last > MEASURED_FOR.toNanos() && measuredAt.compareAndSet(last, now)) {
            calls.later(() -> offset = measure.get());
        }
        return Instant.now().plus(offset).plus(ahead.get()).truncatedTo(ChronoUnit.MILLIS);
    }
}
