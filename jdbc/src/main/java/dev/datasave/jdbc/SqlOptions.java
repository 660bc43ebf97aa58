package dev.datasave.jdbc;

import java.time.Duration;

/** The options of an SQL storage. Immutable: every method returns a changed copy. */
public final class SqlOptions {
    private static final SqlOptions DEFAULTS = new SqlOptions(Duration.ofSeconds(5), Duration.ofSeconds(30));

    private final Duration callTimeout;
    private final Duration openTimeout;

    private SqlOptions(Duration callTimeout, Duration openTimeout) {
        this.callTimeout = callTimeout;
        this.openTimeout = openTimeout;
    }

    /** The default options: calls end within 5 s, and opening within 30 s. */
    public static SqlOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets the time within which every call returns or throws (R8); default 5 s.
     *
     * @throws IllegalArgumentException if it is not 100 ms to 1 hour
     */
    public SqlOptions callTimeout(Duration newCallTimeout) {
        return new SqlOptions(checked("callTimeout", newCallTimeout), openTimeout);
    }

    /**
     * Sets how long opening waits for other processes that have locked the database, because they create or migrate its tables or are stopped in the
     * middle of that; default 30 s. After a second of waiting it is logged.
     *
     * @throws IllegalArgumentException if it is not 100 ms to 1 hour
     */
    public SqlOptions openTimeout(Duration newOpenTimeout) {
        return new SqlOptions(callTimeout, checked("openTimeout", newOpenTimeout));
    }

    private static Duration checked(String name, Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(name + ": found " + timeout + ", expected 100 milliseconds to 1 hour");
        }
        return timeout;
    }

    Duration callTimeout() {
        return callTimeout;
    }

    Duration openTimeout() {
        return openTimeout;
    }
}
