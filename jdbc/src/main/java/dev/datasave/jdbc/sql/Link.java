package dev.datasave.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        using(name, new Object[0], statement -> {
            if (statement.execute()) {
                statement.getResultSet().close();
            }
            return true;
        });
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
        PreparedStatement statement = prepared.get(name);
        if (statement == null) {
            statement = connection.prepareStatement(sql.statement(name));
            prepared.put(name, statement);
        }
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else if (value instanceof String text) {
                statement.setString(i + 1, text);
            } else if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else {
                statement.setObject(i + 1, value);
            }
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
