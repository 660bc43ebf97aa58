package dev.datasave.bench;

import com.google.gson.Gson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The raw limit on a database server: plain JDBC with conditional updates of the same rows of the same tables, and nothing else. Its connections work side
 * by side, each with batches of its own.
 */
abstract class RawServer implements AutoCloseable {
    private final Gson gson = new Gson();
    private final List<Connection> connections = new ArrayList<>();
    private final ExecutorService threads;
    private final List<Row> rows = new ArrayList<>();

    /** A row as its only writer knows it. */
    static final class Row {
        private final String key;
        private long revision = 1;
        private String writeId = "w";
        private BenchData data;

        private Row(int number) {
            key = RawSqlite.key(number);
            data = BenchData.of(number);
        }

        String key() {
            return key;
        }

        long revision() {
            return revision;
        }

        String writeId() {
            return writeId;
        }

        String nextWriteId() {
            return "w" + (revision + 1);
        }
    }

    /** For the first rows that were filled in. */
    RawServer(ServerTables tables, int count, int lanes) throws SQLException {
        for (int i = 0; i < lanes; i++) {
            connections.add(tables.connect());
        }
        threads = Executors.newFixedThreadPool(lanes);
        for (int i = 0; i < count; i++) {
            rows.add(new Row(i));
        }
    }

    static RawServer of(ServerTables tables, int count, int lanes) throws SQLException {
        return tables.isPostgres() ? new RawPostgres(tables, count, lanes) : new RawMariaDb(tables, count, lanes);
    }

    /**
     * Carries out conditional updates in one transaction.
     *
     * @param values the new values, in the order of the rows
     * @param keeps whether the superseded revisions go into the history
     * @return how many fitted
     */
    abstract int update(Connection connection, List<Row> chunk, List<String> values, boolean keeps) throws SQLException;

    /** Encodes and updates every row once, so many in a transaction, on so many connections; returns how many seconds that took. */
    final double updateAll(int perTransaction, int width, boolean keeps) throws Exception {
        long start = System.nanoTime();
        List<Future<?>> lanes = new ArrayList<>();
        for (int lane = 0; lane < width; lane++) {
            int first = lane * perTransaction;
            Connection connection = connections.get(lane);
            lanes.add(threads.submit(() -> {
                int stride = perTransaction * width;
                for (int from = first; from < rows.size(); from += stride) {
                    update(connection, rows.subList(from, Math.min(rows.size(), from + perTransaction)), keeps);
                }
                return null;
            }));
        }
        for (Future<?> lane : lanes) {
            try {
                lane.get();
            } catch (ExecutionException e) {
                throw new SQLException("raw updates: found " + e.getCause(), e);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void update(Connection connection, List<Row> chunk, boolean keeps) throws SQLException {
        List<String> values = new ArrayList<>(chunk.size());
        for (Row row : chunk) {
            row.data = row.data.earn(1);
            values.add(gson.toJson(row.data));
        }
        int fitted = update(connection, chunk, values, keeps);
        if (fitted != chunk.size()) {
            throw new IllegalStateException(
                    "raw update: found " + fitted + " of " + chunk.size() + " carried out, expected no other writer");
        }
        for (Row row : chunk) {
            row.writeId = row.nextWriteId();
            row.revision++;
        }
    }

    /** Updates the first row alone. */
    final void updateFirst() throws SQLException {
        update(connections.getFirst(), rows.subList(0, 1), false);
    }

    /** Looks at the first row by the last connection. */
    final void readFirst(String select) throws SQLException {
        try (PreparedStatement statement = connections.getLast().prepareStatement(select)) {
            statement.setString(1, RawSqlite.STORE);
            statement.setString(2, rows.getFirst().key);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getLong(1) != rows.getFirst().revision) {
                    throw new IllegalStateException("raw read: found another revision, expected the one just written");
                }
            }
        }
    }

    @Override
    public final void close() throws SQLException {
        threads.shutdown();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
