package dev.datasave.jdbc.postgres;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.server.ServerErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What is asked of a server before it is used.
 *
 * @param version its version as a number, for example 180006
 * @param encoding the encoding of the database
 * @param readOnly whether it takes no writes
 * @param writesThrough whether what it calls durable is on the disk
 * @param confirmsEarly whether its default confirms commits that are not on the disk yet
 * @param statementMillis the time-out of statements on this connection
 */
record PostgresFacts(
        int version,
        String encoding,
        boolean readOnly,
        boolean writesThrough,
        boolean confirmsEarly,
        long statementMillis) {
    private static final int OLDEST = 130000;
    private static final int WATCHES_CLIENTS = 140000;
    private static final System.Logger LOG = System.getLogger("dev.datasave");

    private static final String QUESTION = """
            SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),
              pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean,
              current_setting('fsync')::boolean AND current_setting('full_page_writes')::boolean,
              current_setting('synchronous_commit') = 'off',
              (SELECT setting::bigint FROM pg_settings WHERE name = 'statement_timeout')""";

    static PostgresFacts of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            return new PostgresFacts(
                    row.getInt(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getLong(6));
        }
    }

    /** Refuses a server on which the promises can't be kept. */
    void check(ServerErrors server) {
        if (version < OLDEST) {
            throw new StorageFailed(
                    server + ": found version " + version / 10000 + ", expected 13 or newer; nothing was changed",
                    null);
        }
        if (!encoding.equals("UTF8")) {
            throw new StorageFailed(
                    server + ": found a database with encoding " + encoding
                            + ", expected UTF8 (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0); nothing was changed",
                    null);
        }
        if (readOnly) {
            throw new StorageFailed(
                    server
                            + ": found a read-only server or user, expected a primary that takes writes; with several hosts"
                            + " in the URL, add targetServerType=primary",
                    null);
        }
        if (!writesThrough) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    server + ": found fsync or full_page_writes off; a power cut or a crash of the server's machine can"
                            + " destroy the database, and this storage is not POWER_SAFE");
        }
    }

    /** The settings for this server. */
    PostgresSettings settle(PostgresSettings settings, Connection connection) {
        return new PostgresSettings(
                settings.options(),
                settings.isPooled() || statementMillis != settings.options().serverMillis(),
                writesThrough,
                confirmsEarly,
                version >= WATCHES_CLIENTS && canWatch(connection));
    }

    /** Some operating systems can't, and the setting is refused there. */
    private static boolean canWatch(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT set_config('client_connection_check_interval', '500', true)");
        } catch (SQLException e) {
            return false;
        }
    }
}
