package dev.datasave.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The raw limit of a ranking: plain SQL on the same table and index. For one thread. */
final class RawRanking implements AutoCloseable {
    private static final String FROM =
            " FROM entry INDEXED BY entry_by_score WHERE store = '" + RawSqlite.STORE + "' AND score IS NOT NULL";
    private static final String BETTER = FROM + " AND (score, tie, key) > (?, ?, ?)";
    private static final String WORSE = FROM + " AND (score, tie, key) < (?, ?, ?)";
    private static final String UP = " ORDER BY score, tie, key LIMIT ?";
    private static final String DOWN = " ORDER BY score DESC, tie DESC, key DESC LIMIT ?";

    private final Connection connection;
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final PreparedStatement top;
    private final PreparedStatement at;
    private final PreparedStatement place;
    private final PreparedStatement countBetter;
    private final PreparedStatement before;
    private final PreparedStatement after;
    private final PreparedStatement count;

    RawRanking(Path file) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        top = prepared("SELECT key, score" + FROM + DOWN);
        at = prepared("SELECT key" + FROM + DOWN + " OFFSET ?");
        place = prepared("SELECT score, tie FROM entry WHERE store = '" + RawSqlite.STORE + "' AND key = ?");
        countBetter = prepared("SELECT count(*)" + BETTER);
        before = prepared("SELECT key, score" + BETTER + UP);
        after = prepared("SELECT key, score" + WORSE + DOWN);
        count = prepared("SELECT count(*)" + FROM);
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.add(statement);
        return statement;
    }

    /** How many of the best there are, up to a limit. */
    long top(int limit) throws SQLException {
        top.setInt(1, limit);
        return rows(top);
    }

    /** Who stands at this rank. */
    String keyAt(int rank) throws SQLException {
        at.setInt(1, 1);
        at.setInt(2, rank - 1);
        try (ResultSet row = at.executeQuery()) {
            return row.getString(1);
        }
    }

    long rank(String key) throws SQLException {
        place(key, countBetter);
        return 1 + number(countBetter);
    }

    /** The rank of the first in the window around a key. */
    long around(String key, int each) throws SQLException {
        place(key, before);
        before.setInt(4, each);
        long better = rows(before);
        place(key, after);
        after.setInt(4, each);
        rows(after);
        return rank(key) - better;
    }

    long count() throws SQLException {
        return number(count);
    }

    /** Fills in the place of a key. */
    private void place(String key, PreparedStatement statement) throws SQLException {
        place.setString(1, key);
        try (ResultSet row = place.executeQuery()) {
            statement.setLong(1, row.getLong(1));
            statement.setLong(2, row.getLong(2));
            statement.setString(3, key);
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.getLong(1);
        }
    }

    private static long rows(PreparedStatement statement) throws SQLException {
        long rows = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows += row.getString(1).isEmpty() ? 0 : 1;
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.close();
        }
        connection.close();
    }
}
