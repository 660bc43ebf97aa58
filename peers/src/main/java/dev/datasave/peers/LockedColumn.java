package dev.datasave.peers;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A column {@code locked}, which a join looks at every 500 ms. The lock is taken by one conditional update, so two joins can't both have it. A lock counts as
 * left behind when its player was not saved for two periods of the autosave. Saves go by the player alone, as is usual: whoever writes last, wins.
 */
record LockedColumn(Site site, Pace pace) implements Peer {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final String LOCK = "UPDATE player SET locked = true, saved = now()"
            + " WHERE id = ? AND (NOT locked OR saved < now() - ? * interval '1 second') RETURNING data, 0";
    private static final String SAVE = "UPDATE player SET data = ?, saved = now() WHERE id = ?";
    private static final String QUIT = "UPDATE player SET data = ?, saved = now(), locked = false WHERE id = ?";

    @Override
    public String name() {
        return "locked";
    }

    @Override
    public String title() {
        return "column `locked`, polled";
    }

    @Override
    public boolean isWaiting() {
        return true;
    }

    @Override
    public void prepare(int players) throws SQLException {
        PlayerRows.prepare(
                site,
                name(),
                ", locked boolean NOT NULL DEFAULT false, saved timestamptz NOT NULL DEFAULT now()",
                players);
    }

    @Override
    public long stored(String key) throws SQLException {
        return PlayerRows.stored(site, name(), key);
    }

    @Override
    public PeerServer open(String server) {
        return new Server(new PlayerRows(site, name()), pace);
    }

    private record Server(PlayerRows rows, Pace pace) implements PeerServer {
        @Override
        public Optional<Seat> join(String key) throws Exception {
            long end = System.nanoTime() + pace.patience().toNanos();
            while (System.nanoTime() - end < 0) {
                Optional<PlayerRows.Row> row =
                        rows.row(LOCK, key, pace.leftBehind().toSeconds());
                if (row.isPresent()) {
                    return Optional.of(new RowSeat(key, row.get().data(), 0, this::write));
                }
                Thread.sleep(POLL);
            }
            return Optional.empty();
        }

        private boolean write(RowSeat seat, boolean isLast) throws SQLException {
            return rows.run(isLast ? QUIT : SAVE, seat.json(), seat.key()) == 1;
        }

        @Override
        public int saveAll(List<Seat> seats) throws Exception {
            return rows.batches(SAVE, seats, seat -> new Object[] {((RowSeat) seat).json(), seat.key()});
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
