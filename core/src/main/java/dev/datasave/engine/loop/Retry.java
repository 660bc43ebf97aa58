package dev.datasave.engine.loop;

import dev.datasave.spi.Environment;
import java.time.Duration;

/**
 * The pause before something that has failed is tried again: 50 ms, doubling to 5 s. Each pause is between half of that and the whole, so that
 * servers that fail together do not come back together (P10).
 */
final class Retry {
    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 5_000;

    private Retry() {}

    /** The pause after so many failures before the one that has just come. */
    static Duration pause(int failures, Environment environment) {
        long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, 7));
        return Duration.ofMillis(millis / 2 + Math.floorMod(environment.randomLong(), millis / 2 + 1));
    }
}
