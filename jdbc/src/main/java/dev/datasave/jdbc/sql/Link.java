package dev.datasave.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One connection and its prepared statements, by name. Used by one thread at a time. Closing it closes the connection, which gives one of a pool
 * back; so a link to a server lives as long as one call, and one to a file for long.
 *
 * <p>Transactions begin and end with the dialect's statements, because JDBC's own methods can't say how one begins, and because after some errors
 * SQLite ends a transaction without the driver noticing. There are no savepoints: a batch is judged before it changes anything.
 */
public final class Link implements AutoCloseable {
    private final Connection connection;
    private final Sql sql;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    public Link(Connection connection, Sql sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Looks at rows until it answers false. */
    @FunctionalInterface
    public interface RowVisitor {
        boolean visit(ResultSet row) throws SQLException;
    }

    /** Runs a body in a transaction that sees one point in time. If the body throws, the transaction is rolled back. */
    public <T> T reading(Dialect.Body<T> body) throws SQLException {
        run("begin_read");
        return committing(body);
    }

    /** Runs a body in a transaction that may write. If the body throws, the transaction is rolled back. */
    public <T> T writing(Dialect.Body<T> body) throws SQLException {
        beginWrite();
        return committing(body);
    }

    private <T> T committing(Dialect.Body<T> body) throws SQLException {
        try {
            T result = body.run(this);
            commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            throw e;
        }
    }

    /** Begins a transaction that may write, for code that does more between its steps than {@link #writing} allows. */
    public void beginWrite() throws SQLException {
        run("begin_write");
    }

    public void commit() throws SQLException {
        run("commit");
    }

    /** Rolls back after an exception, before anything else is done with the link. A failure to do so is added to the exception. */
    public void rollBack(Throwable cause) {
        try {
            run("rollback");
        } catch (SQLException e) {
            cause.addSuppressed(e); // some databases have rolled back by themselves after some errors
        }
    }

    /** Runs a named statement; returns how many rows it changed. */
    public int update(String name, @Nullable Object... values) throws SQLException {
        return using(name, values, PreparedStatement::executeUpdate);
    }

    /** Runs a named statement without parameters, whatever it returns. */
    public void run(String name) throws SQLException {
        int parts = sql.find(name).parts();
        using(name, new Object[0], statement -> {
            boolean isRows = statement.execute();
            for (int part = 1; part <= parts; part++) {
                if (isRows) {
                    statement.getResultSet().close();
                }
                isRows = part < parts && statement.getMoreResults();
            }
            return true;
        });
    }

    /**
     * One of several statements that travel together.
     *
     * @param rows sees the rows of a query
     */
    public record Step(String name, List<@Nullable Object> values, RowVisitor rows) {

        /** A step that is no query. */
        public static Step of(String name, @Nullable Object... values) {
            return query(name, row -> true, values);
        }

        public static Step query(String name, RowVisitor rows, @Nullable Object... values) {
            List<@Nullable Object> all = Arrays.<@Nullable Object>asList(values);
            return new Step(name, Collections.unmodifiableList(all), rows);
        }
    }

    /**
     * Runs named statements one after the other, in one round trip. It ends at the first one that fails; whatever was done before it is done. Only for
     * drivers that take several statements at once.
     *
     * @return how many rows each step changed; -1 for a query
     */
    public List<Integer> together(List<Step> steps) throws SQLException {
        String text = steps.stream().map(step -> sql.find(step.name()).text()).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            int place = 1;
            for (Step step : steps) {
                place = bind(
                        statement,
                        place,
                        sql.find(step.name()).inOrder(step.values().toArray()));
            }
            List<Integer> counts = new ArrayList<>(steps.size());
            boolean isRows = statement.execute();
            for (Step step : steps) {
                int count = 0;
                for (int part = sql.find(step.name()).parts(); part > 0; part--) {
                    count = isRows ? visited(statement, step.rows()) : statement.getUpdateCount();
                    isRows = statement.getMoreResults();
                }
                counts.add(count);
            }
            return counts;
        }
    }

    private static int visited(PreparedStatement statement, RowVisitor visitor) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            boolean more = true;
            while (more && rows.next()) {
                more = visitor.visit(rows);
            }
            return -1;
        }
    }

    /** Reads the first row of a named query. */
    public <T> Optional<T> first(String name, Row<T> row, @Nullable Object... values) throws SQLException {
        return using(name, values, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(row.read(rows)) : Optional.<T>empty();
            }
        });
    }

    /** Shows the rows of a named query to the visitor. */
    public void visit(String name, RowVisitor visitor, @Nullable Object... values) throws SQLException {
        using(name, values, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                boolean more = true;
                while (more && rows.next()) {
                    more = visitor.visit(rows);
                }
                return more;
            }
        });
    }

    @FunctionalInterface
    private interface Use<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    /** A statement that failed is prepared anew, because SQLite's driver can't use it again. */
    private <T> T using(String name, @Nullable Object[] values, Use<T> use) throws SQLException {
        try {
            return use.with(bound(name, values));
        } catch (SQLException e) {
            PreparedStatement failed = prepared.remove(name);
            if (failed != null) {
                failed.close();
            }
            throw e;
        }
    }

    /** Runs a text that is used once; returns the first column of its first row, or an empty text. */
    public String execute(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(text)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    /** Runs a query that is used once; returns the first column of all its rows. */
    public List<String> all(String text) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(text)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        }
    }

    private PreparedStatement bound(String name, @Nullable Object[] values) throws SQLException {
        Sql.Statement found = sql.find(name);
        PreparedStatement statement = prepared.get(name);
        if (statement == null) {
            statement = connection.prepareStatement(found.text());
            prepared.put(name, statement);
        }
        int unused = bind(statement, 1, found.inOrder(values));
        return statement;
    }

    /** Sets the parameters from this place on; returns the place behind them. */
    private static int bind(PreparedStatement statement, int first, @Nullable Object[] values) throws SQLException {
        int place = first;
        for (Object value : values) {
            if (value == null) {
                statement.setNull(place, Types.NULL);
            } else if (value instanceof String text) {
                statement.setString(place, text);
            } else if (value instanceof Long number) {
                statement.setLong(place, number);
            } else {
                statement.setObject(place, value);
            }
            place++;
        }
        return place;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
