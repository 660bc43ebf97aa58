package dev.datasave.jdbc.sqlite;

import dev.datasave.DataSaveException.StorageFailed;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counters in a file that all processes map into memory, as they do with SQLite's {@code -shm}. Every signal adds one to the counter of its name, so
 * whoever has no socket hears it by looking. The second half of the file counts the signals that a socket has taken as well: the difference is what
 * those who listen on sockets have not heard. Names that share a counter wake each other needlessly, which the rules of signals allow.
 */
final class SignalCounters {
    private static final int SLOTS = 4096;
    private static final int BYTES = SLOTS * Long.BYTES;
    private static final VarHandle COUNTER =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final Path path;
    private final @Nullable Object key;
    private final MappedByteBuffer counters;

    SignalCounters(SqliteFile file) {
        this.path = file.beside("-signal");
        try (FileChannel channel = open(file)) {
            this.counters = map(channel);
            this.key = key();
        } catch (IOException e) {
            throw new StorageFailed(file + ": found no way to use " + path + " beside it", e);
        }
    }

    private FileChannel open(SqliteFile file) throws IOException {
        try {
            Set<OpenOption> created =
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            return FileChannel.open(path, created, file.rights());
        } catch (FileAlreadyExistsException e) {
            return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
    }

    /** Writes zeros instead of only extending the file: touching a mapped page for which the disk has no room would kill the process. */
    private static MappedByteBuffer map(FileChannel channel) throws IOException {
        for (long size = channel.size(); size < 2 * BYTES; size = channel.size()) {
            channel.write(ByteBuffer.allocate((int) (2 * BYTES - size)), size);
        }
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * BYTES);
    }

    private @Nullable Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Whether the file that is mapped still stands beside the database. */
    boolean isInPlace() {
        try {
            return Objects.equals(key, key());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Counts a signal. Those that a socket has taken are counted there first, so that nobody sees too many that were not heard. */
    void add(String server, boolean isHeard) {
        int slot = slot(server);
        if (isHeard) {
            COUNTER.getAndAdd(counters, BYTES + slot, 1L);
        }
        COUNTER.getAndAdd(counters, slot, 1L);
    }

    /** The count of all signals to that name, which whoever has no socket looks at. */
    long all(String server) {
        return (long) COUNTER.getVolatile(counters, slot(server));
    }

    /** The count of signals to that name that no socket has taken. */
    long unheard(String server) {
        int slot = slot(server);
        long all = (long) COUNTER.getVolatile(counters, slot);
        return all - (long) COUNTER.getVolatile(counters, BYTES + slot);
    }

    private static int slot(String server) {
        int hash = server.hashCode();
        return ((hash ^ (hash >>> 16)) & (SLOTS - 1)) * Long.BYTES;
    }
}
