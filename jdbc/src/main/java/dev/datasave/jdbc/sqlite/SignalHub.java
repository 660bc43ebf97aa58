package dev.datasave.jdbc.sqlite;

import dev.datasave.spi.Signals;
import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All that the storages of this process on one file hear and say: one thread for them together.
 *
 * <ul>
 *   <li>A server listens on a socket ({@link SocketFolder}). Its process waits in the selector and uses nothing until somebody calls.
 *   <li>Every signal is also counted ({@link SignalCounters}), for processes without sockets: older versions of DataSave, and those whose file system
 *       has none. They look at the counters every millisecond while there is traffic, and every four to eight otherwise.
 *   <li>What no socket has taken may be a signal by such a process, or by one that did not find our socket. So the counters are looked at here, too:
 *       four times a second, and as often as there once there was such a signal.
 * </ul>
 */
final class SignalHub {
    private static final Map<Path, SignalHub> HUBS = new ConcurrentHashMap<>();
    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final long BUSY_MILLIS = 1;
    private static final long QUIET_MILLIS = 4;
    private static final long SILENT_MILLIS = 8;
    private static final long IDLE_MILLIS = 250;
    private static final long TRAFFIC_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** After so long without a signal that no socket has taken, there is probably nobody left who sends such signals. */
    private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final SqliteFile file;
    private final SignalCounters counters;
    private final SocketFolder folder;
    private final SocketCalls calls;
    private final Selector selector;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Ear> ears = new ConcurrentHashMap<>();
    private final Set<String> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Ear> called = ConcurrentHashMap.newKeySet();
    private int users;
    private volatile boolean hasSockets = true;
    private volatile boolean isClosed;
    private volatile long lastTraffic;
    private volatile long lastUnheard;

    private SignalHub(SqliteFile file) {
        this.file = file;
        this.counters = new SignalCounters(file);
        this.folder = new SocketFolder(file);
        this.calls = new SocketCalls(folder);
        this.lastTraffic = System.nanoTime() - SILENCE_NANOS;
        this.lastUnheard = System.nanoTime() - ALONE_NANOS;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw file.explain(e);
        }
        Thread.ofPlatform().daemon().name("datasave-sqlite-signal").start(this::watch);
    }

    /** The hub of this file, which the caller uses until it {@linkplain #leave leaves}. */
    static SignalHub join(SqliteFile file) {
        return HUBS.compute(file.path(), (path, known) -> {
            SignalHub hub = known != null && known.counters.isInPlace() ? known : new SignalHub(file);
            hub.users++;
            return hub;
        });
    }

    /** The last who leaves ends the thread. */
    void leave() {
        HUBS.compute(file.path(), (path, known) -> {
            boolean isLast = --users == 0;
            if (isLast) {
                isClosed = true;
                selector.wakeup();
            }
            return isLast && this.equals(known) ? null : known;
        });
    }

    /** Wakes all who listen under that name, wherever they are. */
    void send(String server) {
        Ear here = ears.get(server);
        boolean isHeard = false;
        if (hasSockets) {
            isHeard = calls.call(server, sockets);
            if (here != null) {
                called.add(here);
                isHeard = true;
            }
        }
        counters.add(server, isHeard);
        lastTraffic = System.nanoTime();
        if (here != null) {
            selector.wakeup();
        }
    }

    Signals.Subscription listen(String server, Runnable wake) {
        Ear.Listener listener = new Ear.Listener(wake);
        lock.lock();
        try {
            Ear ear = ears.get(server);
            if (ear == null) {
                ear = new Ear(server, count(server));
                openSocket(ear);
                ears.put(server, ear);
            }
            ear.listeners().add(listener);
        } finally {
            lock.unlock();
        }
        selector.wakeup();
        return () -> end(server, listener);
    }

    private void end(String server, Ear.Listener listener) {
        lock.lock();
        try {
            Ear ear = ears.get(server);
            if (ear != null
                    && ear.listeners().remove(listener)
                    && ear.listeners().isEmpty()) {
                ears.remove(server);
                closeSocket(ear);
            }
        } finally {
            lock.unlock();
        }
    }

    private void openSocket(Ear ear) {
        if (!hasSockets) {
            return;
        }
        try {
            if (sockets.isEmpty()) {
                folder.removeDead();
            }
            ear.open(folder, selector, sockets);
        } catch (IOException | UnsupportedOperationException e) {
            fallBack(e);
        }
    }

    private void closeSocket(Ear ear) {
        try {
            ear.close(folder, selector, sockets);
            if (sockets.isEmpty()) {
                folder.leave();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, file + ": left a socket behind, which the next server removes", e);
        }
    }

    private void fallBack(Exception e) {
        if (hasSockets) {
            hasSockets = false;
            LOG.log(
                    System.Logger.Level.INFO,
                    file + ": found no way to use sockets in " + folder
                            + ", so this process looks for signals every 1 to 8 ms: " + e);
        }
    }

    /** What a listener here has to look at. */
    private long count(String server) {
        return hasSockets ? counters.unheard(server) : counters.all(server);
    }

    private void watch() {
        while (!isClosed) {
            try {
                selector.select(key -> Ear.ready(key, this::heard, this::fallBack), period());
            } catch (IOException | RuntimeException e) {
                fallBack(e instanceof IOException io ? io : new IOException(e));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SILENT_MILLIS));
            }
            for (Iterator<Ear> all = called.iterator(); all.hasNext(); ) {
                Ear ear = all.next();
                all.remove();
                ear.wake();
            }
            ears.values().forEach(this::look);
        }
        close();
    }

    private void heard(Ear ear) {
        called.add(ear);
    }

    private void look(Ear ear) {
        long now = count(ear.server());
        if (ear.sees(now)) {
            lastTraffic = System.nanoTime();
            lastUnheard = lastTraffic;
            ear.wake();
            mend(ear);
        }
    }

    /** A signal was counted that our socket did not take. Perhaps somebody has removed the folder. */
    private void mend(Ear ear) {
        lock.lock();
        try {
            if (hasSockets && ears.containsKey(ear.server()) && ear.isLost(folder)) {
                ear.close(folder, selector, sockets);
                openSocket(ear);
            }
        } catch (IOException e) {
            fallBack(e);
        } finally {
            lock.unlock();
        }
    }

    private long period() {
        long now = System.nanoTime();
        if (ears.isEmpty()) {
            return 0; // until somebody wakes the selector
        } else if (hasSockets && now - lastUnheard >= ALONE_NANOS) {
            return IDLE_MILLIS;
        } else if (now - lastTraffic < TRAFFIC_NANOS) {
            return BUSY_MILLIS;
        }
        return now - lastTraffic < SILENCE_NANOS ? QUIET_MILLIS : SILENT_MILLIS;
    }

    private void close() {
        List<Ear> left = new ArrayList<>(ears.values());
        left.forEach(this::closeSocket);
        try {
            calls.close();
            selector.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, file + ": found an error while closing its signals", e);
        }
    }
}
