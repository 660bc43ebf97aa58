package dev.datasave.importing;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections to databases that are only read, in one transaction, so that what is read is of one moment where the database can do that. */
final class Databases {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String READ_ONLY = "1";

    private Databases() {}

    static Connection open(String url, Properties login) throws IOException {
        Properties settings = new Properties();
        settings.putAll(login);
        if (url.startsWith(SQLITE)) {
            settings.setProperty("open_mode", READ_ONLY);
        }
        try {
            Connection connection = DriverManager.getConnection(url, settings);
            if (!url.startsWith(SQLITE)) {
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw new IOException("source: " + e.getMessage(), e);
        }
    }

    static void close(Connection connection) throws IOException {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            throw new IOException("source: " + e.getMessage(), e);
        }
    }
}
