package dev.datasave.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Batches as one statement over arrays, which is quicker than JDBC's batches. */
final class RawPostgres extends RawServer {
    private static final String CHANGE =
            " SET revision = e.revision + 1, write_id = d.next, metadata = '{}', system = '" + RawSqlite.SYSTEM
                    + "', updated = ?, value = d.value FROM ";
    private static final String NEW =
            "unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[]) AS d(key, revision, base, next, value)";
    private static final String FITS = " e.store = '" + RawSqlite.STORE
            + "' AND e.key = d.key AND e.revision = d.revision AND e.write_id = d.base";
    private static final String COLUMNS =
            "store, key, revision, write_id, user_ids, metadata, holder, score, tie, system,"
                    + " created, updated, value, value_checksum, checksum";

    private final String update;
    private final String updateAndKeep;

    RawPostgres(ServerTables tables, int count, int lanes) throws SQLException {
        super(tables, count, lanes);
        String entry = tables.table("entry");
        update = "UPDATE " + entry + " AS e" + CHANGE + NEW + " WHERE" + FITS + " RETURNING e.key";
        updateAndKeep = "WITH t AS (SELECT ?::bigint AS now), d AS (SELECT * FROM " + NEW
                + "), old AS MATERIALIZED (SELECT e.* FROM d JOIN " + entry + " AS e ON" + FITS
                + " ORDER BY e.key FOR UPDATE OF e), kept AS (INSERT INTO " + tables.table("history") + " (" + COLUMNS
                + ") SELECT " + COLUMNS + " FROM old) UPDATE " + entry + " AS e"
                + CHANGE.replace("?", "(SELECT now FROM t)") + "d JOIN old ON old.key = d.key WHERE" + FITS
                + " RETURNING e.key";
    }

    @Override
    int update(Connection connection, List<Row> chunk, List<String> values, boolean keeps) throws SQLException {
        int fitted = 0;
        try (PreparedStatement statement = connection.prepareStatement(keeps ? updateAndKeep : update)) {
            statement.setLong(1, System.currentTimeMillis());
            statement.setObject(2, chunk.stream().map(Row::key).toArray(String[]::new));
            statement.setObject(3, chunk.stream().map(Row::revision).toArray(Long[]::new));
            statement.setObject(4, chunk.stream().map(Row::writeId).toArray(String[]::new));
            statement.setObject(5, chunk.stream().map(Row::nextWriteId).toArray(String[]::new));
            statement.setObject(6, values.toArray(String[]::new));
            try (ResultSet updated = statement.executeQuery()) {
                while (updated.next()) {
                    fitted++;
                }
            }
        }
        return fitted;
    }
}
