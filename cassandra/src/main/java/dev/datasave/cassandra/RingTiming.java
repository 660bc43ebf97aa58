package dev.datasave.cassandra;

import dev.datasave.cassandra.together.Together;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Time as it is. What timers start runs on the threads of the calls. Thread-safe. */
final class RingTiming implements Together.Timing {
    private static final int RADIX = 36;

    private final Calls calls;

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
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, calls::later)
                .execute(task);
    }

    @Override
    public String fresh() {
        UUID random = UUID.randomUUID();
        return Long.toUnsignedString(random.getMostSignificantBits(), RADIX)
                + Long.toString(random.getLeastSignificantBits() & 0xff_ffff_ffffL, RADIX);
    }
}
