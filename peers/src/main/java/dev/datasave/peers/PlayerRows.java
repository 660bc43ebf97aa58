package dev.datasave.peers;

import com.google.gson.Gson;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.datasave.bench.BenchData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** A peer's table {@code player}, by plain JDBC: a pool of 8 connections, prepared statements, and batches where many rows are saved together. */
final class PlayerRows implements AutoCloseable {
    /** PlayerRows of one batch, which is one transaction. */
    static final int BATCH = 100;

    private static final int CONNECTIONS = 8;
    private static final int WRITERS = 4;

    private static final Gson GSON = new Gson();

    private final HikariDataSource pool;
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

    /** What a statement returns of a row. */
    record Row(BenchData data, long number) {}

    /** Opens the table in the schema of this name; the traffic counts under the same name. */
    PlayerRows(Site site, String schema) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(site.url(schema) + "&currentSchema=" + schema);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        pool = new HikariDataSource(config);
    }

    /** Makes the table with these columns beside {@code id} and {@code data}, and fills it. */
    static void prepare(Site site, String schema, String columns, int players) throws SQLException {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
            statement.execute("CREATE SCHEMA " + schema);
            statement.execute("CREATE TABLE " + schema
                    + ".player (id text COLLATE \"C\" PRIMARY KEY, data text NOT NULL" + columns
                    + ") WITH (fillfactor = 85)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO " + schema + ".player (id, data) VALUES (?, ?)")) {
                for (int i = 0; i < players; i++) {
                    insert.setString(1, Peer.key(i));
                    insert.setString(2, encode(BenchData.of(i)));
                    insert.addBatch();
                    if (i % 500 == 499) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    static long stored(Site site, String schema, String key) throws SQLException {
        return site.money("SELECT data FROM " + schema + ".player WHERE id = ?", key);
    }

    static String encode(BenchData data) {
        return GSON.toJson(data);
    }

    static BenchData decode(String data) {
        return GSON.fromJson(data, BenchData.class);
    }

    HikariDataSource pool() {
        return pool;
    }

    /** The first row that a statement returns: its first column is data, its second a number. */
    Optional<Row> row(String sql, Object... values) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(new Row(decode(rows.getString(1)), rows.getLong(2))) : Optional.empty();
        }
    }

    /** Runs a statement; returns how many rows it changed. */
    int run(String sql, Object... values) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** Runs a statement for each of these, in batches, four at a time; returns how many changed a row. */
    <T> int batches(String sql, List<T> all, Function<T, Object[]> values) throws Exception {
        return chunks(all, BATCH, chunk -> {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                int changed = 0;
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    for (T each : chunk) {
                        set(statement, values.apply(each));
                        statement.addBatch();
                    }
                    for (int count : statement.executeBatch()) {
                        changed += count;
                    }
                    connection.commit();
                } finally {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                return changed;
            }
        });
    }

    /** The work on one part of a list. */
    interface Work<T> {
        int run(List<T> chunk) throws Exception;
    }

    /** Does this work on parts of a list, four at a time; returns the sum of its results. */
    <T> int chunks(List<T> all, int size, Work<T> work) throws Exception {
        List<Future<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i += size) {
            List<T> chunk = all.subList(i, Math.min(all.size(), i + size));
            parts.add(writers.submit(() -> work.run(chunk)));
        }
        int sum = 0;
        for (Future<Integer> part : parts) {
            sum += part.get();
        }
        return sum;
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        set(statement, values);
        return statement;
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    @Override
    public void close() {
        writers.shutdown();
        pool.close();
    }
}
