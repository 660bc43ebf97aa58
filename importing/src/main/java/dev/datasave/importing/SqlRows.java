package dev.datasave.importing;

import dev.datasave.importing.TableMapping.RowsFrom;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a table or query of a database. The names of columns have no case. */
final class SqlRows {
    private static final int FETCH = 500;
    private static final String ZONED =
            "timestamptz"; // PostgreSQL's driver gives it in this machine's time zone otherwise

    private SqlRows() {}

    private record SqlRow(String where, Set<String> columns, ResultSet rows) implements SourceRow {
        @Override
        public @Nullable Object value(String column) {
            if (!columns.contains(column)) {
                throw new IllegalArgumentException("found no column " + column);
            }
            try {
                int index = rows.findColumn(column);
                boolean hasZone = ZONED.equals(rows.getMetaData().getColumnTypeName(index));
                return hasZone ? rows.getObject(index, OffsetDateTime.class) : rows.getObject(index);
            } catch (SQLException e) {
                throw new IllegalArgumentException("column " + column + ": can't be read: " + e.getMessage(), e);
            }
        }

        @Override
        public boolean isEmptyNothing() {
            return false;
        }
    }

    /**
     * Reads all rows.
     *
     * @throws IOException if the database can't answer
     */
    static void read(Connection connection, RowsFrom from, Consumer<SourceRow> rows) throws IOException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCH);
            try (ResultSet found = statement.executeQuery(query(connection, from))) {
                Set<String> columns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
                ResultSetMetaData header = found.getMetaData();
                for (int i = 1; i <= header.getColumnCount(); i++) {
                    columns.add(header.getColumnLabel(i));
                }
                long row = 0;
                while (found.next()) {
                    rows.accept(new SqlRow(from.name() + " row " + ++row, columns, found));
                }
            }
        } catch (SQLException e) {
            throw new IOException(from.name() + ": " + e.getMessage(), e);
        }
    }

    private static String query(Connection connection, RowsFrom from) throws SQLException, IOException {
        String sql = from.sql();
        if (sql == null) {
            String quote = connection.getMetaData().getIdentifierQuoteString().strip();
            return "SELECT * FROM " + quote + String.valueOf(from.table()).replace(quote, quote + quote) + quote;
        }
        String begin = sql.stripLeading().toUpperCase(Locale.ROOT);
        if (!begin.startsWith("SELECT") && !begin.startsWith("WITH")) {
            throw new IOException("sql: expected a query that begins with SELECT or WITH");
        }
        return sql;
    }
}
