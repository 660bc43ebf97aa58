package dev.datasave.cli.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The network between one game server and the database: a port that passes everything on, late or not at all. It shows both sides what TCP shows them
 * of a bad network: while nothing gets through, bytes are held and arrive afterwards, as TCP sends them again; a lost packet delays all behind it.
 * Thread-safe.
 */
public final class Cable implements AutoCloseable {
    private static final int CHUNK = 16 << 10;
    private static final int UNDER_WAY = 256;
    /** TCP's shortest time-out before it sends a packet again, on Linux. */
    private static final long RESENT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ServerSocket entrance;
    private final int exit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Set<Way> cut = Set.of();
    private volatile Weather weather = Weather.CLEAR;

    /** A direction. */
    public enum Way {
        /** From the game server. */
        TO_DATABASE,
        /** From the database. */
        FROM_DATABASE
    }

    /**
     * How well packets get through.
     *
     * @param delay how long each takes
     * @param loss how many in a hundred are lost
     */
    public record Weather(Duration delay, int loss) {
        /** No delay, no loss. */
        public static final Weather CLEAR = new Weather(Duration.ZERO, 0);
    }

    /** Bytes, and when they arrive, by the monotonic clock; no bytes at all means the end. */
    private static final class Packet {
        private final byte[] bytes;
        private final long due;

        private Packet(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

    private Cable(ServerSocket entrance, int exit) {
        this.entrance = entrance;
        this.exit = exit;
    }

    /** A cable that leads to this port of this machine. */
    public static Cable to(int port) throws IOException {
        Cable cable = new Cable(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), port);
        Thread.startVirtualThread(cable::accept);
        return cable;
    }

    /** The port at this end. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on, nothing gets through in these directions; an empty set mends the cable. */
    public void cut(Set<Way> ways) {
        lock.lock();
        try {
            cut = Set.copyOf(ways);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sets how well packets get through from now on. */
    public void weather(Weather newWeather) {
        weather = newWeather;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket here = entrance.accept();
                sockets.add(here);
                Thread.startVirtualThread(() -> connect(here));
            } catch (IOException e) {
                // closed, or a caller that has gone already
            }
        }
    }

    private void connect(Socket here) {
        try {
            Socket there = new Socket(InetAddress.getLoopbackAddress(), exit);
            sockets.add(there);
            here.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            pump(Way.TO_DATABASE, here, there);
            pump(Way.FROM_DATABASE, there, here);
        } catch (IOException e) {
            end(here);
        }
    }

    private void pump(Way way, Socket from, Socket to) {
        BlockingQueue<Packet> packets = new LinkedBlockingQueue<>(UNDER_WAY);
        Thread.startVirtualThread(() -> read(from, packets));
        Thread.startVirtualThread(() -> write(way, packets, from, to));
    }

    private void read(Socket from, BlockingQueue<Packet> packets) {
        try {
            byte[] buffer = new byte[CHUNK];
            try {
                InputStream in = from.getInputStream();
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    packets.put(new Packet(Arrays.copyOf(buffer, count), System.nanoTime() + nanos()));
                }
            } catch (IOException e) {
                // the end of the connection, however it came
            }
            packets.put(new Packet(new byte[0], System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long nanos() {
        Weather now = weather;
        boolean isLost = ThreadLocalRandom.current().nextInt(100) < now.loss();
        return now.delay().toNanos() + (isLost ? RESENT_NANOS : 0);
    }

    private void write(Way way, BlockingQueue<Packet> packets, Socket from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (Packet packet = packets.take(); packet.bytes.length > 0; packet = packets.take()) {
                TimeUnit.NANOSECONDS.sleep(packet.due - System.nanoTime());
                awaitWhole(way);
                out.write(packet.bytes);
            }
            awaitWhole(way);
        } catch (IOException e) {
            // the other side has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from);
            end(to);
        }
    }

    private void awaitWhole(Way way) throws InterruptedException {
        lock.lock();
        try {
            while (cut.contains(way) && !entrance.isClosed()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // closed all the same
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            // closed all the same
        }
        cut(Set.of());
        sockets.forEach(this::end);
    }
}
