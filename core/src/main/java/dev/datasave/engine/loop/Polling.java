package dev.datasave.engine.loop;

import dev.datasave.spi.Environment;
import java.time.Duration;

/** How long a wait pauses before it looks again: 2 ms at first, then 5, 10, 20 … 250, with jitter (P6). */
public final class Polling {
    private static final long SLOWEST_MILLIS = 250;

    private Polling() {}

    public static Duration next(int looks, Environment environment) {
        long millis = looks < 5 ? 2 : Math.min(SLOWEST_MILLIS, 5L << Math.min(looks - 5, 6));
        long nanos = millis * 1_000_000;
        return Duration.ofNanos(nanos - nanos / 8 + Math.floorMod(environment.randomLong(), nanos / 4 + 1));
    }
}
