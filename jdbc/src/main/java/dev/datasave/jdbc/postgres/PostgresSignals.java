package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.server.ServerErrors;
import dev.datasave.jdbc.server.ServerOptions;
import dev.datasave.jdbc.server.ServerSignals;
import dev.datasave.jdbc.server.SignalListeners;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Signals by LISTEN and NOTIFY. All handles of a schema listen to one channel, on a connection that does nothing else; the name is the payload. Now
 * and then a handle notifies itself: where that does not arrive, as behind a pooler in transaction mode, LISTEN is dead, and only polling is left
 * (P6). A connection that was lost is opened anew, and all listeners are woken once, because signals may have been missed.
 */
final class PostgresSignals implements ServerSignals {
    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration ECHO = Duration.ofSeconds(3);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration DEAF = Duration.ofMinutes(1);

    private final DataSource source;
    private final ServerErrors errors;
    private final String channel;
    private final PostgresNotifier notifier;
    private final SignalListeners listeners = new SignalListeners();
    private final CompletableFuture<Boolean> push = new CompletableFuture<>();
    private final Thread thread;
    private volatile @Nullable Connection listening;
    private volatile boolean closed;

    private PostgresSignals(DataSource source, ServerOptions options, ServerErrors errors) {
        this.source = source;
        this.errors = errors;
        this.channel = "datasave_" + options.schema();
        this.notifier = new PostgresNotifier(source, channel, options.callTimeout(), errors);
        this.thread =
                Thread.ofPlatform().daemon().name("datasave-postgres-listen").unstarted(this::listen);
    }

    /** Begins to listen, and finds out whether signals arrive. */
    static PostgresSignals open(DataSource source, ServerOptions options, ServerErrors errors) {
        PostgresSignals signals = new PostgresSignals(source, options, errors);
        signals.thread.start();
        try {
            boolean unused = signals.push.get(options.openTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            signals.push.complete(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            signals.push.complete(false);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return signals;
    }

    @Override
    public boolean push() {
        return push.getNow(false);
    }

    @Override
    public void send(String server) {
        notifier.send(server);
    }

    @Override
    public Subscription listen(String server, Runnable wake) {
        return listeners.add(server, wake);
    }

    private void listen() {
        Duration pause = SHORTEST_PAUSE;
        while (!closed) {
            try (Connection connection = source.getConnection()) {
                listening = connection;
                pause = hear(connection) ? SHORTEST_PAUSE : DEAF;
            } catch (SQLException | RuntimeException e) {
                if (!closed && pause.equals(SHORTEST_PAUSE)) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            errors + ": found no way to listen; signals are late",
                            errors.explain(e));
                }
                push.complete(false);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            }
            if (!closed) {
                LockSupport.parkNanos(this, pause.toNanos());
            }
        }
    }

    /** Listens until this is closed or the connection is lost; returns false if LISTEN is dead on it. */
    private boolean hear(Connection connection) throws SQLException {
        Notifications notifications = Notifications.of(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
        if (!hearsItself(notifications)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    errors
                            + ": found that LISTEN delivers nothing, as behind a pooler in transaction mode; handovers are"
                            + " slower. SqlOptions.listeningUrl takes a URL that leads past the pooler");
            push.complete(false);
            return false;
        }
        listeners.wakeAll();
        push.complete(true);
        while (!closed) {
            List<String> heard = notifications.await(SILENCE.toMillis());
            heard.forEach(listeners::wake);
            if (heard.isEmpty() && !closed && !hearsItself(notifications)) {
                throw new SQLException("a LISTEN that delivers nothing any more", "08000");
            }
        }
        return true;
    }

    /** The echo comes from another connection: a pooler would pass on what a connection tells itself. */
    private boolean hearsItself(Notifications notifications) throws SQLException {
        String echo = ' ' + UUID.randomUUID().toString(); // no name begins with a blank
        notifier.send(echo);
        boolean found = false;
        long end = System.nanoTime() + ECHO.toNanos();
        for (long left = ECHO.toMillis(); !found && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            List<String> heard = notifications.await(left);
            found |= heard.contains(echo);
            heard.forEach(listeners::wake);
        }
        return found;
    }

    @Override
    public void close() {
        closed = true;
        listeners.clear();
        notifier.close();
        LockSupport.unpark(thread);
        Connection open = listening;
        if (open != null) {
            try {
                open.abort(Runnable::run); // its thread waits in it, and closing would wait for the thread
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "the listening connection was gone already", e);
            }
        }
    }
}
