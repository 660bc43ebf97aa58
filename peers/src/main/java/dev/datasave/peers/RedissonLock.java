package dev.datasave.peers;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RFencedLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * A lock in Redis by Redisson, with select and update by JDBC. Its documentation names the fenced lock for guarding something outside of Redis, so that is
 * what is taken: every update carries the lock's token, and an older token writes nothing. The lock has no lease of its own, so Redisson's watchdog renews
 * it (30 s, the default).
 */
record RedissonLock(Site site, Pace pace) implements Peer {
    private static final String SELECT = "SELECT data, token FROM player WHERE id = ?";
    private static final String UPDATE = "UPDATE player SET data = ?, token = ? WHERE id = ? AND token <= ?";

    @Override
    public String name() {
        return "redisson";
    }

    @Override
    public String title() {
        return "Redisson lock + JDBC";
    }

    @Override
    public void prepare(int players) throws SQLException {
        PlayerRows.prepare(site, name(), ", token bigint NOT NULL DEFAULT 0", players);
    }

    @Override
    public long stored(String key) throws SQLException {
        return PlayerRows.stored(site, name(), key);
    }

    @Override
    public PeerServer open(String server) {
        Config config = new Config();
        config.setLockWatchdogTimeout(pace.watchdog().toMillis());
        config.useSingleServer()
                .setAddress("redis://127.0.0.1:" + site.redisPort())
                .setSubscriptionConnectionPoolSize(100); // players that wait at once, five on each
        return new Server(new PlayerRows(site, name()), Redisson.create(config), pace);
    }

    private record Server(PlayerRows rows, RedissonClient redisson, Pace pace) implements PeerServer {
        @Override
        public Optional<Seat> join(String key) throws SQLException {
            RFencedLock lock = redisson.getFencedLock("lock:" + key);
            Long token = lock.tryLockAndGetToken(pace.patience().toSeconds(), TimeUnit.SECONDS);
            if (token == null) {
                return Optional.empty();
            }
            long thread =
                    Thread.currentThread().threadId(); // a lock belongs to a thread; the quit comes from another one
            return rows.row(SELECT, key)
                    .map(row ->
                            new RowSeat(key, row.data(), token, (seat, isLast) -> write(seat, isLast, lock, thread)));
        }

        private boolean write(RowSeat seat, boolean isLast, RFencedLock lock, long thread) throws SQLException {
            boolean isStored = rows.run(UPDATE, values(seat)) == 1;
            if (isLast) {
                try {
                    lock.unlockAsync(thread).toCompletableFuture().join();
                } catch (CompletionException e) {
                    return isStored; // the lock had expired
                }
            }
            return isStored;
        }

        private static Object[] values(RowSeat seat) {
            return new Object[] {seat.json(), seat.number(), seat.key(), seat.number()};
        }

        @Override
        public int saveAll(List<Seat> seats) throws Exception {
            return rows.batches(UPDATE, seats, seat -> values((RowSeat) seat));
        }

        @Override
        public void close() {
            redisson.shutdown();
            rows.close();
        }
    }
}
