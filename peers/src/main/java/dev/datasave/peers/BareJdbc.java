package dev.datasave.peers;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limit: one select, and one update that fits only the version that was read. Many rows are one statement. Nothing tells a join when to begin, so this
 * is no solution, but what every solution pays at least.
 */
record BareJdbc(Site site, boolean keepsHistory) implements Peer {
    private static final String SELECT = "SELECT data, version FROM player WHERE id = ?";
    private static final String UPDATE =
            "UPDATE player SET data = ?, version = version + 1 WHERE id = ? AND version = ?";
    private static final String UPDATE_ALL = "UPDATE player AS p SET data = d.data, version = p.version + 1"
            + " FROM unnest(?::text[], ?::text[], ?::bigint[]) AS d(id, data, version)"
            + " WHERE p.id = d.id AND p.version = d.version RETURNING p.id";
    private static final String UPDATE_AND_KEEP = "WITH changed AS (" + UPDATE_ALL
            + ", old.version, old.data), kept AS (INSERT INTO history SELECT * FROM changed) SELECT id FROM changed";

    @Override
    public String name() {
        return keepsHistory ? "bare_history" : "bare";
    }

    @Override
    public String title() {
        return "bare JDBC (limit)";
    }

    @Override
    public boolean isBare() {
        return true;
    }

    @Override
    public void prepare(int players) throws SQLException {
        PlayerRows.prepare(site, name(), ", version bigint NOT NULL DEFAULT 1", players);
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + name()
                    + ".history (id text COLLATE \"C\", version bigint, data text, PRIMARY KEY (id, version))");
        }
    }

    @Override
    public long stored(String key) throws SQLException {
        return PlayerRows.stored(site, name(), key);
    }

    @Override
    public PeerServer open(String server) {
        return new Server(new PlayerRows(site, name()), keepsHistory ? UPDATE_AND_KEEP : UPDATE_ALL);
    }

    private record Server(PlayerRows rows, String updateAll) implements PeerServer {
        private static final int CHUNK = 256;

        @Override
        public Optional<Seat> join(String key) throws SQLException {
            return rows.row(SELECT, key).map(row -> new RowSeat(key, row.data(), row.number(), this::write));
        }

        private boolean write(RowSeat seat, boolean isLast) throws SQLException {
            boolean isStored = rows.run(UPDATE, seat.json(), seat.key(), seat.number()) == 1;
            seat.number(seat.number() + 1);
            return isStored;
        }

        @Override
        public int saveAll(List<Seat> seats) throws Exception {
            return rows.chunks(seats, CHUNK, this::saveChunk);
        }

        private int saveChunk(List<Seat> seats) throws SQLException {
            Map<String, RowSeat> byKey = new HashMap<>();
            seats.forEach(seat -> byKey.put(seat.key(), (RowSeat) seat));
            List<RowSeat> all = List.copyOf(byKey.values());
            try (Connection connection = rows.pool().getConnection();
                    PreparedStatement update = connection.prepareStatement(updateAll)) {
                update.setArray(
                        1, texts(connection, all.stream().map(RowSeat::key).toArray()));
                update.setArray(
                        2, texts(connection, all.stream().map(RowSeat::json).toArray()));
                update.setArray(
                        3,
                        connection.createArrayOf(
                                "bigint", all.stream().map(RowSeat::number).toArray()));
                int stored = 0;
                try (ResultSet updated = update.executeQuery()) {
                    while (updated.next()) {
                        RowSeat seat = byKey.get(updated.getString(1));
                        if (seat != null) {
                            seat.number(seat.number() + 1);
                            stored++;
                        }
                    }
                }
                return stored;
            }
        }

        private static Array texts(Connection connection, Object[] texts) throws SQLException {
            return connection.createArrayOf("text", texts);
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
