package dev.datasave.signals;

import dev.datasave.DataSaveException.StorageFailed;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The socket of a handle, and the thread that reads it. Anybody can send anything here. A packet wakes nobody if it is no datagram of ours, if it names no
 * ear, if it is not sealed with the ear's key, or if it was heard before. An ear that was woken is not woken again within a millisecond. The socket also sends.
 */
final class Receiver implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final int AT_ONCE = 256;
    private static final Duration CLOSING = Duration.ofSeconds(1);
    private static final long PAUSE_AFTER_ERROR_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final DatagramChannel channel;
    private final Selector selector;
    private final Advertised advertised;
    private final Map<Long, NetworkEar> ears = new ConcurrentHashMap<>();
    private final Set<NetworkEar> due = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("datasave-network-signal").unstarted(this::run);
    private volatile boolean isClosed;

    private Receiver(DatagramChannel channel, Selector selector, Advertised advertised) {
        this.channel = channel;
        this.selector = selector;
        this.advertised = advertised;
    }

    /**
     * Binds the socket and begins to read it.
     *
     * @throws StorageFailed if the address is not one of this machine, its port is in use, or the advertised address can't be resolved
     */
    static Receiver open(NetworkOptions options) {
        InetSocketAddress place = resolve("networkSignals", options.listen());
        DatagramChannel channel = bind(place, options.listen());
        try {
            channel.configureBlocking(false);
            Advertised advertised = Advertised.of((InetSocketAddress) channel.getLocalAddress(), options.advertised());
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            Receiver receiver = new Receiver(channel, selector, advertised);
            receiver.thread.start();
            return receiver;
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            throw e instanceof RuntimeException known ? known : failed(options.listen(), e);
        }
    }

    private static DatagramChannel bind(InetSocketAddress place, Endpoint listen) {
        try {
            DatagramChannel channel = DatagramChannel.open();
            try {
                return channel.bind(place);
            } catch (IOException | RuntimeException e) {
                closeQuietly(channel);
                throw e;
            }
        } catch (BindException e) {
            throw new StorageFailed(
                    "network signals on UDP " + listen + ": found " + e.getMessage()
                            + ", expected a free port and an address of this machine; option networkSignals",
                    e);
        } catch (IOException e) {
            throw failed(listen, e);
        }
    }

    private static StorageFailed failed(Endpoint listen, Exception e) {
        return new StorageFailed("network signals on UDP " + listen + ": found " + e, e);
    }

    /** The addresses of a host, as this machine knows them; the first, for a place to listen on. */
    private static InetSocketAddress resolve(String option, Endpoint endpoint) {
        return endpoint.host().isEmpty()
                ? new InetSocketAddress(endpoint.port())
                : new InetSocketAddress(addresses(option, endpoint.host())[0], endpoint.port());
    }

    static InetAddress[] addresses(String option, String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new StorageFailed(
                    "network signals: found no address of \"" + host + "\", expected a host that is known; option "
                            + option,
                    e);
        }
    }

    /** Where it listens, in words. */
    String place() {
        InetSocketAddress bound = (InetSocketAddress) channel.socket().getLocalSocketAddress();
        return bound.getAddress().isAnyLocalAddress() ? "port " + bound.getPort() : Endpoint.text(bound);
    }

    Advertised advertised() {
        return advertised;
    }

    /** Sends these bytes once to each address; a failure to one is told the log, because a signal is a hint (P6). */
    void send(ByteBuffer bytes, List<InetSocketAddress> addresses) {
        for (InetSocketAddress address : addresses) {
            try {
                int unused = channel.send(bytes.duplicate(), address); // 0 if the socket's buffer is full
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "a signal to " + Endpoint.text(address) + " was not sent", e);
            }
        }
    }

    void add(NetworkEar ear) {
        ears.put(ear.number(), ear);
    }

    void remove(NetworkEar ear) {
        ears.remove(ear.number());
    }

    /** Wakes an ear of this handle, without a datagram. */
    void wake(NetworkEar ear) {
        due.add(ear);
        selector.wakeup();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(Datagram.BYTES + 1); // the rest of one that is too long is cut off
        while (!isClosed) {
            try {
                long millis = wakeDue();
                if (millis < 0) {
                    selector.select();
                } else {
                    selector.select(Math.max(millis, 1));
                }
                selector.selectedKeys().clear();
                read(buffer);
            } catch (IOException | RuntimeException e) {
                if (!isClosed) {
                    LOG.log(System.Logger.Level.DEBUG, "an error while receiving signals", e);
                    LockSupport.parkNanos(PAUSE_AFTER_ERROR_NANOS);
                }
            }
        }
        closeQuietly(channel);
        closeQuietly(selector);
    }

    private void read(ByteBuffer buffer) throws IOException {
        for (int i = 0; i < AT_ONCE; i++) {
            buffer.clear();
            try {
                if (channel.receive(buffer) == null) {
                    return;
                }
            } catch (SocketException unreachable) {
                continue; // that a peer has gone is told to whoever sent to it
            }
            buffer.flip();
            heard(buffer).ifPresent(due::add);
        }
    }

    private Optional<NetworkEar> heard(ByteBuffer buffer) {
        byte[] received = new byte[buffer.remaining()];
        buffer.get(received);
        return Datagram.read(ByteBuffer.wrap(received))
                .flatMap(datagram ->
                        Optional.ofNullable(ears.get(datagram.ear())).filter(ear -> ear.hears(received, datagram)));
    }

    /** Wakes who may be woken now; returns in how many milliseconds the next may, or -1 if nobody waits for that. */
    private long wakeDue() {
        long next = -1;
        for (Iterator<NetworkEar> all = due.iterator(); all.hasNext(); ) {
            NetworkEar ear = all.next();
            all.remove(); // before it is woken: what comes in meanwhile is another signal
            long nanos = ear.wake();
            if (nanos > 0) {
                due.add(ear);
                next = 1;
            }
        }
        return next;
    }

    /** The port is free when this returns, unless a listener on the thread takes long. */
    @Override
    public void close() {
        isClosed = true;
        selector.wakeup();
        if (!Thread.currentThread().equals(thread)) {
            try {
                boolean unused = thread.join(CLOSING);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "an error while closing the socket for signals", e);
        }
    }
}
