package dev.datasave.engine.loop;

import dev.datasave.spi.Environment;
import java.time.Duration;

/**
 * A moment on this machine, by both of its clocks: the monotonic one may stand still while the machine is suspended, the wall clock may jump (F36).
 *
 * @param nanos by the monotonic clock
 * @param millis by the wall clock
 */
public record Moment(long nanos, long millis) {

    public static Moment of(Environment environment) {
        return new Moment(environment.monotonicNanos(), environment.wallClockMillis());
    }

    public Moment before(Duration time) {
        return new Moment(nanos - time.toNanos(), millis - time.toMillis());
    }

    /** Whether more than that time has passed since the other moment, by the clock that moved more. */
    public boolean isLaterThan(Moment other, Duration time) {
        return nanos - other.nanos > time.toNanos() || millis - other.millis > time.toMillis();
    }
}
