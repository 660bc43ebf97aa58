package dev.datasave.jdbc;

import dev.datasave.jdbc.server.ServerOptions;
import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.signals.NetworkOptions;
import dev.datasave.signals.NetworkSignals;
import dev.datasave.spi.Storage;

/** Storages on a dialect that a test has opened itself, for tests of the databases' packages. */
public final class Storages {
    private Storages() {}

    /** A storage on this dialect. */
    @SuppressWarnings("exports") // the tests of this module are exported to nobody
    public static Storage on(Dialect dialect) {
        return new SqlStorage(dialect, null);
    }

    /** A storage on this dialect, with signals over the network. */
    @SuppressWarnings("exports")
    public static Storage on(Dialect dialect, NetworkOptions options) {
        return SqlStorage.on(dialect, NetworkSignals.Socket.bind(options));
    }

    /** The default options, with a schema. */
    @SuppressWarnings("exports")
    public static ServerOptions options(String schema) {
        return SqlOptions.defaults().schema(schema).values();
    }
}
