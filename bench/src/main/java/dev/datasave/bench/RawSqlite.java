package dev.datasave.bench;

import com.google.gson.Gson;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The raw limit: plain JDBC with conditional updates of the same rows of the same tables, and nothing else. For one thread. */
final class RawSqlite implements AutoCloseable {
    static final String STORE = "Player";
    static final String SYSTEM = "{\"loads\":1,\"schema\":0,\"first\":1764000000000,\"claim\":0}";
    private static final String UPDATE =
            "UPDATE entry SET revision = revision + 1, write_id = ?, metadata = ?, system = ?,"
                    + " updated = ?, value = ? WHERE store = ? AND key = ? AND revision = ? AND write_id = ?";

    private final Gson gson = new Gson();
    private final Connection connection;
    private final PreparedStatement update;
    private final PreparedStatement version;
    private final List<Row> rows = new ArrayList<>();

    private static final class Row {
        private final String key;
        private long revision = 1;
        private String writeId = "w";
        private BenchData data;

        private Row(int number) {
            key = key(number);
            data = BenchData.of(number);
        }
    }

    RawSqlite(Path file, boolean powerSafe, int first, int count) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA synchronous = " + (powerSafe ? "FULL" : "NORMAL"));
        }
        update = connection.prepareStatement(UPDATE);
        version = connection.prepareStatement("PRAGMA data_version");
        for (int i = first; i < first + count; i++) {
            rows.add(new Row(i));
        }
    }

    static String key(int number) {
        return "player-" + number;
    }

    /** Stores this many profiles without a holder. */
    static void fill(Path file, int count) {
        try (Storage storage = SqlStorage.sqlite(file)) {
            fill(storage, count);
        }
    }

    /** Stores this many profiles without a holder. */
    static void fill(Storage storage, int count) {
        Gson gson = new Gson();
        List<Write> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Content content = new Content(gson.toJson(BenchData.of(i)), Set.of(), Map.of(), null, null, "{}");
            batch.add(Write.put(new EntryId(STORE, key(i)), Optional.empty(), "w", content));
            if (batch.size() == 256 || i == count - 1) {
                storage.write(batch, Atomicity.EACH);
                batch.clear();
            }
        }
    }

    /** Encodes and updates every row once, {@code perTransaction} rows at a time; returns how many seconds that took. */
    double updateAll(int perTransaction) throws SQLException {
        long start = System.nanoTime();
        connection.setAutoCommit(perTransaction == 1);
        int open = 0;
        for (Row row : rows) {
            update(row);
            if (perTransaction > 1 && ++open == perTransaction) {
                connection.commit();
                open = 0;
            }
        }
        if (open > 0) {
            connection.commit();
        }
        connection.setAutoCommit(true);
        return (System.nanoTime() - start) / 1e9;
    }

    void updateFirst() throws SQLException {
        update(rows.getFirst());
    }

    private void update(Row row) throws SQLException {
        row.data = row.data.earn(1);
        String next = "w" + (row.revision + 1);
        update.setString(1, next);
        update.setString(2, "{}");
        update.setString(3, SYSTEM);
        update.setLong(4, System.currentTimeMillis());
        update.setString(5, gson.toJson(row.data));
        update.setString(6, STORE);
        update.setString(7, row.key);
        update.setLong(8, row.revision);
        update.setString(9, row.writeId);
        if (update.executeUpdate() != 1) {
            throw new IllegalStateException(
                    "raw update of " + row.key + ": found it refused, expected no other writer");
        }
        row.revision++;
        row.writeId = next;
    }

    long version() throws SQLException {
        try (ResultSet result = version.executeQuery()) {
            return result.getLong(1);
        }
    }

    /** Waits until another process has committed and returns the new version, or -1 once {@code ended} says so. */
    long awaitOther(long seen, BooleanSupplier ended) throws SQLException {
        long now = version();
        while (now == seen) {
            if (ended.getAsBoolean()) {
                return -1;
            }
            LockSupport.parkNanos(50_000);
            now = version();
        }
        return now;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
