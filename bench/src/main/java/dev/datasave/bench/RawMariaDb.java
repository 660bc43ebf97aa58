package dev.datasave.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** JDBC's batches, which the driver sends without waiting for each answer. */
final class RawMariaDb extends RawServer {
    private static final String COLUMNS = "store, `key`, revision, write_id, user_ids, metadata, holder, score, tie,"
            + " `system`, created, updated, value, value_checksum, checksum";
    private static final String FITS = " WHERE store = ? AND `key` = ? AND revision = ? AND write_id = ?";

    private final String update;
    private final String keep;

    RawMariaDb(ServerTables tables, int count, int lanes) throws SQLException {
        super(tables, count, lanes);
        update = "UPDATE " + tables.table("entry") + " SET revision = revision + 1, write_id = ?, metadata = '{}',"
                + " `system` = '" + RawSqlite.SYSTEM + "', updated = ?, value = ?" + FITS;
        keep = "INSERT INTO " + tables.table("history") + " (" + COLUMNS + ") SELECT " + COLUMNS + " FROM "
                + tables.table("entry") + FITS + " FOR UPDATE";
    }

    @Override
    int update(Connection connection, List<Row> chunk, List<String> values, boolean keeps) throws SQLException {
        boolean alone = chunk.size() == 1 && !keeps;
        connection.setAutoCommit(alone);
        if (keeps) {
            keep(connection, chunk);
        }
        int fitted = 0;
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            for (int i = 0; i < chunk.size(); i++) {
                Row row = chunk.get(i);
                statement.setString(1, row.nextWriteId());
                statement.setLong(2, System.currentTimeMillis());
                statement.setString(3, values.get(i));
                condition(statement, 4, row);
                statement.addBatch();
            }
            for (int count : statement.executeBatch()) {
                fitted += count;
            }
        }
        if (!alone) {
            connection.commit();
        }
        return fitted;
    }

    private void keep(Connection connection, List<Row> chunk) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(keep)) {
            for (Row row : chunk) {
                condition(statement, 1, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void condition(PreparedStatement statement, int first, Row row) throws SQLException {
        statement.setString(first, RawSqlite.STORE);
        statement.setString(first + 1, row.key());
        statement.setLong(first + 2, row.revision());
        statement.setString(first + 3, row.writeId());
    }
}
