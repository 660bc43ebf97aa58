package dev.datasave.jdbc;

import java.time.Duration;

/** The options of an SQL storage. Immutable: every method returns a changed copy. */
public final class SqlOptions {
    private static final SqlOptions DEFAULTS = new SqlOptions(Duration.ofSeconds(5));

    private final Duration callTimeout;

    private SqlOptions(Duration callTimeout) {
        this.callTimeout = callTimeout;
    }

    /** The default options: calls end within 5 s. */
    public static SqlOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the time within which every call returns or throws (R8), opening included; default 5 s.
     *
     * @throws IllegalArgumentException if it is not 100 ms to 1 hour
     */
    public SqlOptions callTimeout(Duration newCallTimeout) {
        if (newCallTimeout.compareTo(Duration.ofMillis(100)) < 0 || newCallTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "callTimeout: found " + newCallTimeout + ", expected 100 milliseconds to 1 hour");
        }
        return new SqlOptions(newCallTimeout);
    }

    Duration callTimeout() {
        return callTimeout;
    }
}
