package dev.datasave.cli.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Checks whether SQLite's write lock is free: a process that was stopped inside a transaction blocks every writer. */
final class WriteLock implements AutoCloseable {
    private static final int BUSY = 5;
    private final Connection connection;

    WriteLock(Path data) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + data);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "PRAGMA busy_timeout = 150"); // all servers wait this long if the stopped server holds the lock
        }
    }

    /** True if a writing transaction can begin. */
    boolean isFree() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            return true;
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xff) == BUSY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
