package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.server.ServerErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends signals on a connection of its own, so that they wait for no save, and in transactions of their own: a NOTIFY takes a lock of the whole
 * server at its commit, and makes the commit fail when the queue is full. Its commit does not wait for the disk. Names that come in while one
 * transaction is under way go together in the next one.
 */
final class PostgresNotifier {
    /** One statement, so one transaction and one round trip. The setting ends with it. */
    private static final String NOTIFY =
            "SELECT set_config('synchronous_commit', 'off', true), pg_notify(?, name) FROM unnest(?::text[]) AS w(name)";

    private static final String USAGE = "SELECT pg_notification_queue_usage()";

    private final DataSource source;
    private final String channel;
    private final Duration timeout;
    private final ServerErrors errors;
    private final Set<String> due = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection open;

    PostgresNotifier(DataSource source, String channel, Duration timeout, ServerErrors errors) {
        this.source = source;
        this.channel = channel;
        this.timeout = timeout;
        this.errors = errors;
    }

    /** Returns once the server has the signal, or gives up when that takes too long. */
    void send(String server) {
        due.add(server);
        try {
            if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return; // a hint that comes late is of no use (P6)
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (due.contains(server)) { // else whoever had the lock has sent it
                sendAll();
            }
        } catch (SQLException e) {
            throw errors.explain(e);
        } finally {
            lock.unlock();
        }
    }

    private void sendAll() throws SQLException {
        Set<String> names = Set.copyOf(due);
        due.removeAll(names);
        boolean used = open != null;
        try {
            notifyAll(names);
        } catch (SQLException e) {
            discard();
            if (PostgresErrors.NOTIFY_QUEUE_FULL.equals(e.getSQLState())) {
                execute(USAGE, statement -> {}); // this alone makes the server forget what nobody needs
            } else if (!used) {
                throw e;
            }
            notifyAll(names);
        }
    }

    private void notifyAll(Set<String> names) throws SQLException {
        execute(NOTIFY, statement -> {
            statement.setString(1, channel);
            statement.setArray(2, statement.getConnection().createArrayOf("text", names.toArray()));
        });
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private void execute(String text, Binding values) throws SQLException {
        Connection connection = open;
        if (connection == null) {
            connection = source.getConnection();
            open = connection;
        }
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            values.bind(statement);
            boolean unused = statement.execute();
        } catch (SQLException e) {
            discard();
            throw e;
        }
    }

    private void discard() {
        Connection old = open;
        open = null;
        if (old != null) {
            try (old) {
                old.abort(Runnable::run);
            } catch (SQLException e) {
                System.getLogger("dev.datasave").log(System.Logger.Level.DEBUG, "a lost connection", e);
            }
        }
    }

    void close() {
        lock.lock();
        try {
            discard();
        } finally {
            lock.unlock();
        }
    }
}
