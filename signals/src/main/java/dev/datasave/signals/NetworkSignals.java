package dev.datasave.signals;

import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Signals by datagrams, beside those that the database has itself (P6). A handle listens on a UDP port and writes, for each name, where it listens and
 * a random key into the database (see {@link AddressBook}); whoever wants to wake that name reads them there and sends a {@link Datagram}. So only
 * those who can read the database can wake a server. Datagrams may be lost, doubled, late or blocked by a firewall; nothing answers them.
 */
public final class NetworkSignals implements Signals, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final Duration KNOWN = Duration.ofMinutes(1);
    private static final Duration UNKNOWN = Duration.ofSeconds(1);
    private static final Duration REFRESH = Duration.ofMinutes(10);
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration ECHO = Duration.ofMillis(500);
    private static final int MOST_KNOWN = 10_000;

    private final String database;
    private final Signals beside;
    private final Receiver receiver;
    private final AddressBook book;
    private final boolean push;
    private final long sender = new SecureRandom().nextLong();
    private final AtomicLong sent = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, NetworkEar> ears = new ConcurrentHashMap<>();
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("datasave-network-book").factory());
    private volatile long refreshAt;

    /** What was found in the database under a name, and until when that counts. */
    private record Known(List<PublishedEar> peers, long until) {}

    private NetworkSignals(String database, Signals beside, Receiver receiver, AddressBook book) {
        this.database = database;
        this.beside = beside;
        this.receiver = receiver;
        this.book = book;
        this.push = hearsItself();
        this.refreshAt = System.nanoTime() + RETRY.toNanos();
        var unused =
                keeper.scheduleWithFixedDelay(this::keep, RETRY.toMillis(), RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A socket on which nobody listens yet. It comes before the database is opened, so that a wrong address leaves that alone. */
    public static final class Socket implements AutoCloseable {
        private final Receiver receiver;

        private Socket(Receiver receiver) {
            this.receiver = receiver;
        }

        /**
         * Binds a socket.
         *
         * @throws dev.datasave.DataSaveException.StorageFailed if the address is not one of this machine, its port is in use, or the advertised
         *     address can't be resolved
         */
        public static Socket bind(NetworkOptions options) {
            return new Socket(Receiver.open(options));
        }

        /**
         * Begins to use the socket for a database, and says in the log where it listens. Closing the signals closes it.
         *
         * @param database its name in messages
         * @param storage where the addresses are kept, among its entries: the storage that these signals are for, or another handle of it
         * @param beside the signals that the database has itself, which are used too; {@link Signals#NONE} if it has none
         */
        public NetworkSignals on(String database, Storage storage, Signals beside) {
            return on(database, storage, beside, LIFETIME);
        }

        NetworkSignals on(String database, Storage storage, Signals beside, Duration lifetime) {
            return new NetworkSignals(database, beside, receiver, new AddressBook(storage, lifetime));
        }

        /** Closes a socket that was not used. */
        @Override
        public void close() {
            receiver.close();
        }
    }

    /** Whether a datagram to the advertised address came back when this was opened, and so may reach other handles. */
    public boolean push() {
        return push;
    }

    @Override
    public void send(String server) {
        NetworkEar here = ears.get(server);
        if (here != null) {
            receiver.wake(here);
        }
        for (PublishedEar peer : peers(server)) {
            Datagram datagram = new Datagram(peer.ear(), sender, sent.incrementAndGet());
            receiver.send(datagram.signed(peer.key().bytes()), peer.addresses());
        }
        beside.send(server);
    }

    @Override
    public Subscription listen(String server, Runnable wake) {
        NetworkEar.Listener listener = new NetworkEar.Listener(wake);
        Subscription ofDatabase = beside.listen(server, wake);
        lock.lock();
        try {
            NetworkEar ear = ears.computeIfAbsent(server, NetworkEar::new);
            ear.listeners().add(listener);
            if (ear.listeners().size() == 1) {
                receiver.add(ear);
                quietly(() -> book.publish(
                        server,
                        new PublishedEar(
                                receiver.advertised().addresses(), ear.number(), new PublishedEar.Key(ear.key()))));
            }
        } finally {
            lock.unlock();
        }
        AtomicBoolean isOpen = new AtomicBoolean(true);
        return () -> {
            ofDatabase.close();
            if (isOpen.compareAndSet(true, false)) {
                end(server, listener);
            }
        };
    }

    private void end(String server, NetworkEar.Listener listener) {
        lock.lock();
        try {
            NetworkEar ear = ears.get(server);
            if (ear != null
                    && ear.listeners().remove(listener)
                    && ear.listeners().isEmpty()) {
                ears.remove(server);
                receiver.remove(ear);
                quietly(() -> book.withdraw(server));
            }
        } finally {
            lock.unlock();
        }
    }

    /** From memory, or from the database; what was known is used on if the database does not answer. */
    private List<PublishedEar> peers(String server) {
        Known last = known.get(server);
        if (last != null && last.until() - System.nanoTime() > 0) {
            return last.peers();
        }
        List<PublishedEar> peers;
        try {
            peers = book.peers(server);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, database + ": found no addresses for a signal", e);
            peers = last == null ? List.of() : last.peers();
        }
        Duration counts = peers.isEmpty() ? UNKNOWN : KNOWN;
        known.put(server, new Known(peers, System.nanoTime() + counts.toNanos()));
        if (known.size() > MOST_KNOWN) {
            forgetOld();
        }
        return peers;
    }

    private void forgetOld() {
        long now = System.nanoTime();
        known.values().removeIf(each -> each.until() - now <= 0);
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
    }

    private void keep() {
        forgetOld();
        if (!book.isComplete() || refreshAt - System.nanoTime() <= 0) {
            refreshAt = System.nanoTime() + REFRESH.toNanos();
            quietly(book::refresh);
        }
    }

    /** Forgets dead handles' addresses. */
    void refresh() {
        book.refresh();
    }

    private void quietly(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, database + ": found no way to tell where it listens", e);
        }
    }

    private boolean hearsItself() {
        CountDownLatch echo = new CountDownLatch(1);
        NetworkEar ear = new NetworkEar("");
        ear.listeners().add(new NetworkEar.Listener(echo::countDown));
        receiver.add(ear);
        try {
            Datagram datagram = new Datagram(ear.number(), sender, sent.incrementAndGet());
            receiver.send(datagram.signed(ear.key()), receiver.advertised().addresses());
            boolean isHeard = echo.await(ECHO.toMillis(), TimeUnit.MILLISECONDS);
            String listens = database + ": listens for signals on UDP " + receiver.place()
                    + ", and tells other servers " + receiver.advertised();
            if (isHeard) {
                LOG.log(System.Logger.Level.INFO, listens);
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        listens + ". A datagram to there did not come back: a firewall may block it, or the address may"
                                + " only lead here from outside. Without signals, everything is slower");
            }
            return isHeard;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            receiver.remove(ear);
        }
    }

    /** Ends all listening, and takes the addresses back. The database must still be open. */
    @Override
    public void close() {
        keeper.shutdown();
        receiver.close();
        ears.clear();
        quietly(book::withdrawAll);
    }
}
