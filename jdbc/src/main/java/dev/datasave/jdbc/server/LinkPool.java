package dev.datasave.jdbc.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.datasave.jdbc.sql.Dialect;
import dev.datasave.jdbc.sql.Link;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections to a server: a pool of our own, or the user's. A connection that is no longer sound is thrown away and not given back, whatever it
 * says of itself; after a lost one, the idle ones are thrown away too, because they most likely led to the same server.
 */
public final class LinkPool implements AutoCloseable {
    /** How long a query on a lent connection may take: the longest one counts everything. */
    private static final Duration LOAN_TIMEOUT = Duration.ofMinutes(30);

    private final DataSource source;
    private final Server server;
    private final @Nullable HikariDataSource pool;

    private LinkPool(DataSource source, Server server, @Nullable HikariDataSource pool) {
        this.source = source;
        this.server = server;
        this.pool = pool;
    }

    /** A pool of our own over this source. It opens connections when they are needed. */
    public static LinkPool pool(DataSource source, Server server, String name, ServerOptions options) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName(name);
        config.setMaximumPoolSize(options.connections());
        config.setMinimumIdle(1);
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
        config.setMaxLifetime(Duration.ofMinutes(30).toMillis());
        config.setConnectionTimeout(Math.max(250, options.serverMillis()));
        config.setValidationTimeout(Math.max(250, Math.min(options.serverMillis(), 1000)));
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        return new LinkPool(pool, server, pool);
    }

    /** The user's own pool, which stays open when this is closed. */
    public static LinkPool of(DataSource source, Server server) {
        return new LinkPool(source, server, null);
    }

    /** Runs a body with a connection of its own. If it throws, it has rolled back. */
    public <T> T use(Dialect.Body<T> body) throws SQLException {
        Connection connection = source.getConnection();
        boolean sound = false;
        try {
            T result = body.run(new Link(connection, server.sql()));
            sound = true;
            return result;
        } catch (IllegalArgumentException e) {
            sound = e.getSuppressed().length == 0;
            throw e;
        } catch (SQLException e) {
            boolean lost = isLost(e);
            sound = !lost && e.getSuppressed().length == 0; // a rollback that fails is added to the exception
            if (lost && pool != null && pool.getHikariPoolMXBean() != null) {
                pool.getHikariPoolMXBean().softEvictConnections();
            }
            throw e;
        } finally {
            if (!sound) {
                discard(connection);
            }
            connection.close();
        }
    }

    /** Lends a connection for a transaction of many minutes. */
    public Loan lend() throws SQLException {
        Connection connection = source.getConnection();
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, (int) LOAN_TIMEOUT.toMillis());
            return new Loan(connection, before, new Link(connection, server.sql()));
        } catch (SQLException e) {
            discard(connection);
            throw e;
        }
    }

    /** A connection that is lent. */
    public final class Loan {
        private final Connection connection;
        private final int timeoutMillis;
        private final Link link;

        private Loan(Connection connection, int timeoutMillis, Link link) {
            this.connection = connection;
            this.timeoutMillis = timeoutMillis;
            this.link = link;
        }

        public Link link() {
            return link;
        }

        /** Ends the transaction and gives the connection back; throws it away if that fails. */
        public void end() throws SQLException {
            boolean sound = false;
            try {
                link.run("rollback");
                connection.setNetworkTimeout(Runnable::run, timeoutMillis);
                sound = true;
            } finally {
                if (!sound) {
                    discard(connection);
                }
            }
            connection.close();
        }

        /** Ends it after an exception; a failure to do so is added to that. */
        void end(Exception cause) {
            try {
                end();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private boolean isLost(SQLException e) {
        return server.trouble(e) == Server.Trouble.LOST;
    }

    private void discard(Connection connection) throws SQLException {
        if (pool != null) {
            pool.evictConnection(connection);
        } else {
            connection.abort(Runnable::run);
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
