package dev.datasave.engine.loop;

import dev.datasave.spi.Environment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The storage's clock, as this server knows it from its heartbeats. It is the one clock that all servers share, for times that people see (R4). Until
 * the first heartbeat it is the server's own clock. Thread-safe.
 */
public final class StorageClock {
    private final Environment environment;
    private volatile @Nullable Reading last;

    private record Reading(Instant time, long nanos) {}

    StorageClock(Environment environment) {
        this.environment = environment;
    }

    /** A write that has just been answered was carried out at that time. */
    public void read(Instant time) {
        last = new Reading(time, environment.monotonicNanos());
    }

    public Instant now() {
        Reading reading = last;
        return reading == null
                ? Instant.ofEpochMilli(environment.wallClockMillis())
                : reading.time.plusNanos(environment.monotonicNanos() - reading.nanos);
    }
}
