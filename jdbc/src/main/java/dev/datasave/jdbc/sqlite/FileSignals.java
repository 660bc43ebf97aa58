package dev.datasave.jdbc.sqlite;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.spi.Signals;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Signals between the processes of one machine: counters in a file that all of them map into memory, as they do with SQLite's {@code -shm}. To send
 * means to add one. A thread looks at the counters that this process listens to, every millisecond while there is traffic and every four to eight
 * otherwise. Neither needs the write lock or a system call, so a signal never waits behind a commit. Names that share a counter wake each other
 * needlessly, which the rules of signals allow.
 */
final class FileSignals implements Signals {
    private static final int SLOTS = 4096;
    private static final VarHandle COUNTER =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long BUSY_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long QUIET_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    private static final long SILENT_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
    private static final long TRAFFIC_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final System.Logger LOGGER = System.getLogger(FileSignals.class.getName());

    private final MappedByteBuffer counters;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Thread watcher;
    private volatile long lastTraffic = System.nanoTime() - SILENCE_NANOS;
    private volatile boolean closed;

    FileSignals(SqliteFile file) {
        this.counters = map(file);
        this.watcher =
                Thread.ofPlatform().daemon().name("datasave-sqlite-signal").start(this::watch);
    }

    /** Writes zeros instead of only extending the file: touching a mapped page for which the disk has no room would kill the process. */
    private static MappedByteBuffer map(SqliteFile file) {
        try (FileChannel channel = open(file)) {
            int bytes = SLOTS * Long.BYTES;
            for (long size = channel.size(); size < bytes; size = channel.size()) {
                channel.write(ByteBuffer.allocate((int) (bytes - size)), size);
            }
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
        } catch (IOException e) {
            throw new StorageFailed(file + ": found no way to use " + file.beside("-signal") + " beside it", e);
        }
    }

    private static FileChannel open(SqliteFile file) throws IOException {
        Path path = file.beside("-signal");
        try {
            Set<OpenOption> created =
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            return FileChannel.open(path, created, file.rights());
        } catch (FileAlreadyExistsException e) {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
    }

    @Override
    public void send(String server) {
        int slot = slot(server);
        COUNTER.getAndAdd(counters, slot, 1L);
        lastTraffic = System.nanoTime();
        if (listeners.stream().anyMatch(listener -> listener.slot == slot)) {
            LockSupport.unpark(watcher);
        }
    }

    @Override
    public Subscription listen(String server, Runnable wake) {
        Listener listener = new Listener(slot(server), wake);
        listeners.add(listener);
        LockSupport.unpark(watcher);
        return () -> listeners.remove(listener);
    }

    private static int slot(String server) {
        int hash = server.hashCode();
        return ((hash ^ (hash >>> 16)) & (SLOTS - 1)) * Long.BYTES;
    }

    private void watch() {
        while (!closed) {
            for (Listener listener : listeners) {
                listener.look();
            }
            if (listeners.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, period(System.nanoTime() - lastTraffic));
            }
        }
    }

    private static long period(long sinceTraffic) {
        if (sinceTraffic < TRAFFIC_NANOS) {
            return BUSY_PERIOD_NANOS;
        }
        return sinceTraffic < SILENCE_NANOS ? QUIET_PERIOD_NANOS : SILENT_PERIOD_NANOS;
    }

    private final class Listener {
        private final int slot;
        private final Runnable wake;
        private long seen;

        Listener(int slot, Runnable wake) {
            this.slot = slot;
            this.wake = wake;
            this.seen = (long) COUNTER.getVolatile(counters, slot);
        }

        void look() {
            long now = (long) COUNTER.getVolatile(counters, slot);
            if (now != seen) {
                seen = now;
                lastTraffic = System.nanoTime();
                try {
                    wake.run();
                } catch (RuntimeException e) {
                    LOGGER.log(System.Logger.Level.WARNING, "a listener for signals threw an exception", e);
                }
            }
        }
    }

    void close() {
        closed = true;
        listeners.clear();
        LockSupport.unpark(watcher);
    }
}
