package dev.datasave.jdbc.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes servers of other processes through their sockets: one byte is one signal. The connections that were used last stay open. Nothing blocks: if a
 * socket takes no byte, as many are waiting there already, and a signal more would tell nothing new.
 */
final class SocketCalls implements AutoCloseable {
    private static final int MOST = 64;

    private final SocketFolder folder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, SocketChannel> open = new LinkedHashMap<>(16, 0.75f, true);

    SocketCalls(SocketFolder folder) {
        this.folder = folder;
    }

    /** Signals to all sockets of a server but for the given ones; true if there is one that has taken it. */
    boolean call(String server, Set<String> except) {
        boolean isHeard = false;
        for (String name : folder.of(server)) {
            isHeard |= !except.contains(name) && call(name);
        }
        return isHeard;
    }

    private boolean call(String name) {
        lock.lock();
        try {
            SocketChannel known = open.get(name);
            if (known != null && tell(name, known)) {
                return true; // otherwise the other end has closed it, perhaps to open no more than it can
            }
            Optional<SocketChannel> fresh = folder.connect(name);
            if (fresh.isEmpty()) {
                return false;
            }
            open.put(name, fresh.get());
            closeEldest();
            return tell(name, fresh.get());
        } catch (IOException unreachable) {
            return false; // whoever listens there looks at the counters, too
        } finally {
            lock.unlock();
        }
    }

    private boolean tell(String name, SocketChannel channel) throws IOException {
        try {
            int written = channel.write(ByteBuffer.wrap(new byte[] {1}));
            return written >= 0;
        } catch (IOException gone) {
            open.remove(name);
            channel.close();
            return false;
        }
    }

    private void closeEldest() throws IOException {
        Iterator<SocketChannel> eldest = open.values().iterator();
        while (open.size() > MOST) {
            SocketChannel channel = eldest.next();
            eldest.remove();
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            for (SocketChannel channel : open.values()) {
                channel.close();
            }
            open.clear();
        } finally {
            lock.unlock();
        }
    }
}
