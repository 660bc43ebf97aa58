package dev.datasave.cassandra;

import dev.datasave.cassandra.together.Together;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Time as it is, and timers on one thread, whose tasks run on those of the calls. Thread-safe. */
final class RingTiming implements Together.Timing, AutoCloseable {
    private final Calls calls;
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("datasave-cassandra-timer").factory());

    RingTiming(Calls calls) {
        this.calls = calls;
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    /** After the delay, or up to half of it later. */
    @Override
    public void after(Duration delay, Runnable task) {
        long nanos = delay.toNanos() + ThreadLocalRandom.current().nextLong(delay.toNanos() / 2 + 1);
        try {
            timers.schedule(() -> calls.later(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            // nobody waits any more
        }
    }

    @Override
    public String fresh() {
        UUID random = UUID.randomUUID();
        return Long.toUnsignedString(random.getMostSignificantBits(), 36)
                + Long.toString(random.getLeastSignificantBits() & 0xff_ffff_ffffL, 36);
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
