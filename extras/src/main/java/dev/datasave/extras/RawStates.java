package dev.datasave.extras;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The raw limit of an import: plain JDBC inserts into a storage's tables, as many in a transaction as an import takes at once, each on the disk before the next one. */
final class RawStates implements AutoCloseable {
    static final String STORE = "Player";
    private static final int BATCH = 100;

    private final Connection connection;
    private final PreparedStatement entry;
    private final PreparedStatement user;
    private long stored;

    RawStates(Path file) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement settings = connection.createStatement()) {
            settings.execute("PRAGMA synchronous = FULL");
        }
        connection.setAutoCommit(false);
        entry = connection.prepareStatement(
                "INSERT INTO entry (store, key, revision, write_id, user_ids, metadata, created, updated, value)"
                        + " VALUES (?, ?, 1, ?, ?, '{}', ?, ?, ?)");
        user = connection.prepareStatement("INSERT INTO entry_user (user_id, store, key) VALUES (?, ?, ?)");
    }

    /** Stores a state of a player, who is its user, too. */
    void add(String key, String value) throws SQLException {
        long now = System.currentTimeMillis();
        entry.setString(1, STORE);
        entry.setString(2, key);
        entry.setString(3, "w" + stored);
        entry.setString(4, "[\"" + key + "\"]");
        entry.setLong(5, now);
        entry.setLong(6, now);
        entry.setString(7, value);
        entry.executeUpdate();
        user.setString(1, key);
        user.setString(2, STORE);
        user.setString(3, key);
        user.executeUpdate();
        if (++stored % BATCH == 0) {
            connection.commit();
        }
    }

    /** Brings the rest to the disk, and returns how many states were stored. */
    long finish() throws SQLException {
        connection.commit();
        return stored;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
