package dev.datasave.jdbc.server;

import dev.datasave.jdbc.sql.Backoff;
import dev.datasave.jdbc.sql.Link;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Signals for a database that has none of its own (P6): a table has a number for each name, a signal changes it, and a handle looks at the numbers of
 * its names again and again. One thread for each handle sends and looks. It has a connection of its own, so that it waits for no save; it opens the connection
 * when somebody listens or sends, and keeps it.
 *
 * <ul>
 *   <li>A number is the server's time in microseconds, but at least one more than before. So it is another one after each signal, also if its row was
 *       removed meanwhile or the clock was set back.
 *   <li>A name is woken at its first look, because signals may have come before that. After an error, every look is a first one again.
 *   <li>Nobody looks on a handle without listeners.
 *   <li>The server's statements are {@code send_signal} (a name), {@code look_for_signals} (as many names as {@link #TOGETHER}, some of them several
 *       times; rows of name and number) and {@code forget_signals} (for how many microseconds a row was left alone).
 * </ul>
 */
public final class PolledSignals implements ServerSignals {
    /** How many names one look takes. */
    public static final int TOGETHER = 8;

    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final Duration PERIOD = Duration.ofMillis(25);
    private static final Duration RELAXED_PERIOD = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration TIDYING = Duration.ofMinutes(10);
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final LinkPool links;
    private final Server server;
    private final ServerErrors errors;
    private final Duration timeout;
    private final SignalListeners listeners = new SignalListeners();
    private final Set<String> due = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile Duration period = PERIOD;
    private volatile boolean closed;

    /** What the last look found, by name; only the thread uses it. */
    private final Map<String, Long> seen = new HashMap<>();

    private boolean works = true;
    private long lookAt = System.nanoTime();
    private long tidyAt = System.nanoTime();

    private PolledSignals(LinkPool links, Server server, ServerErrors errors, Duration timeout) {
        this.links = links;
        this.server = server;
        this.errors = errors;
        this.timeout = timeout;
        this.thread = Thread.ofPlatform().daemon().name("datasave-signals").unstarted(this::run);
    }

    /** Signals through this pool, of which they use one connection. */
    public static PolledSignals open(LinkPool links, Server server, ServerErrors errors, ServerOptions options) {
        PolledSignals signals = new PolledSignals(links, server, errors, options.callTimeout());
        signals.thread.start();
        return signals;
    }

    /** Whoever listens need not look himself. */
    @Override
    public boolean push() {
        return true;
    }

    /** How often it looks, while somebody listens. */
    public Duration period() {
        return period;
    }

    @Override
    public void relax() {
        period = RELAXED_PERIOD;
    }

    /** Returns at once: it is sent as soon as the connection is free. */
    @Override
    public void send(String name) {
        due.add(name);
        LockSupport.unpark(thread);
    }

    @Override
    public Subscription listen(String name, Runnable wake) {
        Subscription subscription = listeners.add(name, wake);
        LockSupport.unpark(thread);
        return subscription;
    }

    private void run() {
        Backoff pauses = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE);
        while (awaitWork()) {
            try {
                boolean unused = links.use(this::serve);
            } catch (SQLException | RuntimeException e) {
                if (closed) {
                    return;
                }
                if (works) {
                    works = false;
                    pauses = new Backoff(SHORTEST_PAUSE, LONGEST_PAUSE);
                    LOG.log(
                            System.Logger.Level.WARNING,
                            errors + ": found no way to look for signals; they are late",
                            errors.explain(e));
                }
                seen.clear();
                pauses.pause();
            }
        }
    }

    /** Sends and looks on one connection, until there is nothing left to do or it fails. */
    private boolean serve(Link link) throws SQLException {
        while (awaitWork()) {
            send(link);
            if (isTimeToLook()) {
                look(link);
            }
            tidy(link);
            works = true;
        }
        return true;
    }

    /** Waits until there is something to do; returns false once this is closed and everything was sent. */
    private boolean awaitWork() {
        while (due.isEmpty()) {
            if (closed) {
                return false;
            }
            if (isTimeToLook()) {
                return true;
            }
            if (listeners.names().isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, lookAt - System.nanoTime());
            }
        }
        return true;
    }

    private boolean isTimeToLook() {
        Set<String> names = listeners.names();
        boolean isNew = !seen.keySet().containsAll(names);
        return isNew || (!names.isEmpty() && lookAt - System.nanoTime() <= 0);
    }

    private void send(Link link) throws SQLException {
        for (String name : List.copyOf(due)) {
            due.remove(name); // before it is sent, so that a signal that comes meanwhile is not taken for this one
            try {
                int unused = attempts(link).single(one -> one.update("send_signal", name));
                listeners.wake(name); // those on this handle need not wait for the next look
            } catch (SQLException | RuntimeException e) {
                due.add(name);
                throw e;
            }
        }
    }

    private void look(Link link) throws SQLException {
        Set<String> names = listeners.names();
        Map<String, Long> found = new HashMap<>();
        List<String> left = new ArrayList<>(names);
        while (!left.isEmpty()) {
            List<String> some = left.subList(0, Math.min(TOGETHER, left.size()));
            List<String> all = new ArrayList<>(some);
            all.addAll(Collections.nCopies(TOGETHER - some.size(), some.getFirst()));
            link.visit(
                    "look_for_signals",
                    row -> {
                        found.put(row.getString(1), row.getLong(2));
                        return true;
                    },
                    all.toArray());
            some.clear();
        }
        lookAt = System.nanoTime() + period.toNanos();
        seen.keySet().retainAll(names);
        for (String name : names) {
            long number = found.getOrDefault(name, 0L); // 0 if it was removed, which is no signal
            Long before = seen.put(name, number);
            if (before == null || (number != 0 && number != before)) {
                listeners.wake(name);
            }
        }
    }

    /** Removes the rows of servers that are gone. Each handle does it when it begins, and now and then. */
    private void tidy(Link link) throws SQLException {
        if (tidyAt - System.nanoTime() <= 0) {
            tidyAt = System.nanoTime() + TIDYING.toNanos();
            int unused = attempts(link).single(one -> one.update("forget_signals", LIFETIME.toNanos() / 1000));
        }
    }

    private Attempts attempts(Link link) {
        return new Attempts(server, link, System.nanoTime() + timeout.toNanos());
    }

    /** Sends what is to be sent, if that is soon done. */
    @Override
    public void close() {
        listeners.clear();
        closed = true;
        LockSupport.unpark(thread);
        try {
            boolean unused = thread.join(GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
