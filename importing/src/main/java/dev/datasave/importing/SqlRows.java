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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of a table or query of a database. The names of columns have no case. */
final class SqlRows {
    private static final int FETCH = 500;
    private static final String ZONED =
            "timestamptz"; // PostgreSQL's driver gives it in this machine's time zone otherwise

    private SqlRows() {}

    /** Where a column stands in the row, counted from 1, and whether its values are moments with a zone. */
    private record Place(int index, boolean hasZone) {}

    private record SqlRow(String where, Map<String, Place> places, ResultSet rows) implements SourceRow {
        @Override
        public Set<String> columns() {
            return places.keySet();
        }

        @Override
        public @Nullable Object value(String column) {
            Place place = places.get(column);
            if (place == null) {
                throw new IllegalArgumentException("found no column " + column);
            }
            try {
                return place.hasZone()
                        ? rows.getObject(place.index(), OffsetDateTime.class)
                        : rows.getObject(place.index());
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
                Map<String, Place> places = places(found.getMetaData());
                long row = 0;
                while (found.next()) {
                    rows.accept(new SqlRow(from.name() + " row " + ++row, places, found));
                }
            }
        } catch (SQLException e) {
            throw new IOException(from.name() + ": " + e.getMessage(), e);
        }
    }

    /** Asked once for all rows. If a name comes twice, the first column has it, as the drivers do. */
    private static Map<String, Place> places(ResultSetMetaData header) throws SQLException {
        Map<String, Place> places = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i <= header.getColumnCount(); i++) {
            places.putIfAbsent(header.getColumnLabel(i), new Place(i, ZONED.equals(header.getColumnTypeName(i))));
        }
        return places;
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
