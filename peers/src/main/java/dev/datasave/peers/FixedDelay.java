package dev.datasave.peers;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fixed delay: a join waits for a second and then reads, in the hope that the last server has saved. This is how several plug-ins synchronise without
 * a lock.
 */
record FixedDelay(Site site) implements Peer {
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final String SELECT = "SELECT data, 0 FROM player WHERE id = ?";
    private static final String UPDATE = "UPDATE player SET data = ? WHERE id = ?";

    @Override
    public String name() {
        return "delay";
    }

    @Override
    public String title() {
        return "fixed delay of 1 s";
    }

    @Override
    public boolean isWaiting() {
        return true;
    }

    @Override
    public void prepare(int players) throws SQLException {
        PlayerRows.prepare(site, name(), "", players);
    }

    @Override
    public long stored(String key) throws SQLException {
        return PlayerRows.stored(site, name(), key);
    }

    @Override
    public PeerServer open(String server) {
        return new Server(new PlayerRows(site, name()));
    }

    private record Server(PlayerRows rows) implements PeerServer {
        @Override
        public Optional<Seat> join(String key) throws Exception {
            Thread.sleep(DELAY);
            return rows.row(SELECT, key).map(row -> new RowSeat(key, row.data(), 0, this::write));
        }

        private boolean write(RowSeat seat, boolean isLast) throws SQLException {
            return rows.run(UPDATE, seat.json(), seat.key()) == 1;
        }

        @Override
        public int saveAll(List<Seat> seats) throws Exception {
            return rows.batches(UPDATE, seats, seat -> new Object[] {((RowSeat) seat).json(), seat.key()});
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
