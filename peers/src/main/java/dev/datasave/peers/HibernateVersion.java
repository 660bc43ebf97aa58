package dev.datasave.peers;

import dev.datasave.bench.BenchData;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.SessionFactory;
import org.hibernate.StaleStateException;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/**
 * Hibernate with {@code @Version}: no update overwrites another one. A join looks every 50 ms until the last server has saved and left the row, and takes
 * over a row that was not saved for two periods of the autosave. Stateless sessions with batches, which Hibernate's guide recommends where nothing is
 * cached.
 */
record HibernateVersion(Site site, Pace pace) implements Peer {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int BATCH = 50;

    @Override
    public String name() {
        return "hibernate";
    }

    @Override
    public String title() {
        return "Hibernate `@Version`, polled";
    }

    @Override
    public void prepare(int players) throws SQLException {
        PlayerRows.prepare(
                site, name(), ", version bigint NOT NULL DEFAULT 1, holder text, saved timestamptz", players);
    }

    @Override
    public long stored(String key) throws SQLException {
        return PlayerRows.stored(site, name(), key);
    }

    @Override
    public PeerServer open(String server) {
        PlayerRows rows = new PlayerRows(site, name());
        SessionFactory factory = new HibernatePersistenceConfiguration(name())
                .managedClasses(PlayerRow.class)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, rows.pool())
                .property(AvailableSettings.STATEMENT_BATCH_SIZE, BATCH)
                .property(AvailableSettings.ORDER_UPDATES, true)
                .createEntityManagerFactory();
        return new Server(rows, factory, server, pace);
    }

    private record Server(PlayerRows rows, SessionFactory factory, String name, Pace pace) implements PeerServer {
        @Override
        public Optional<Seat> join(String key) throws InterruptedException {
            long end = System.nanoTime() + pace.patience().toNanos();
            while (System.nanoTime() - end < 0) {
                Optional<Seat> seat = tryJoin(key);
                if (seat.isPresent()) {
                    return seat;
                }
                Thread.sleep(POLL);
            }
            return Optional.empty();
        }

        private Optional<Seat> tryJoin(String key) {
            try (StatelessSession session = factory.openStatelessSession()) {
                Transaction transaction = session.beginTransaction();
                PlayerRow row = session.get(PlayerRow.class, key);
                boolean isFree = row != null
                        && (row.holder == null
                                || row.saved.isBefore(Instant.now().minus(pace.leftBehind())));
                if (isFree) {
                    row.holder = name;
                    row.saved = Instant.now();
                    session.update(row);
                }
                transaction.commit();
                return isFree ? Optional.of(seat(row)) : Optional.empty();
            } catch (StaleStateException | OptimisticLockException e) {
                return Optional.empty(); // another server was first
            }
        }

        private Seat seat(PlayerRow row) {
            return new Held(this, row, PlayerRows.decode(row.data));
        }

        private boolean update(PlayerRow row) {
            try {
                factory.inStatelessTransaction(session -> session.update(row));
                return true;
            } catch (StaleStateException | OptimisticLockException e) {
                return false;
            }
        }

        @Override
        public int saveAll(List<Seat> seats) throws Exception {
            return rows.chunks(seats, BATCH, chunk -> {
                List<PlayerRow> all =
                        chunk.stream().map(seat -> ((Held) seat).encoded(false)).toList();
                factory.inStatelessTransaction(session -> {
                    session.setJdbcBatchSize(BATCH);
                    session.updateMultiple(all);
                });
                return all.size();
            });
        }

        @Override
        public void close() {
            factory.close();
            rows.close();
        }
    }

    private static final class Held implements PeerServer.Seat {
        private final Server server;
        private final PlayerRow row;
        private BenchData data;
        private boolean isOver;

        private Held(Server server, PlayerRow row, BenchData data) {
            this.server = server;
            this.row = row;
            this.data = data;
        }

        private PlayerRow encoded(boolean isLast) {
            row.data = PlayerRows.encode(data);
            row.saved = Instant.now();
            if (isLast) {
                row.holder = null;
            }
            return row;
        }

        @Override
        public String key() {
            return row.id;
        }

        @Override
        public long money() {
            return data.money();
        }

        @Override
        public boolean earn(long amount) {
            data = data.earn(amount);
            return !isOver;
        }

        @Override
        public boolean save() {
            return server.update(encoded(false));
        }

        @Override
        public boolean quit() {
            isOver = true;
            return server.update(encoded(true));
        }
    }
}
