package dev.datasave.jdbc;

import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.spi.Storage;
import java.time.InstantSource;

/** Storages on a dialect that a test has opened itself, for tests of the databases' packages. */
public final class Storages {
    private Storages() {}

    /** A storage with a clock of its own. */
    @SuppressWarnings("exports") // the tests of this module are exported to nobody
    public static Storage on(Dialect dialect, InstantSource clock) {
        return new SqlStorage(dialect, clock);
    }
}
