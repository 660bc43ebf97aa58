package dev.datasave.engine.loop;

import dev.datasave.spi.Environment;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the machine.
 *
 * <p>A lock of the operating system belongs to the process, and closing any channel on a file drops the process's lock of it. So a file that this
 * process has locked must not be opened again to see whether it is: what is locked stands in the system properties, the only place that all
 * class loaders of a process share.
 */
record LocalFolder(Path directory) implements Environment.Folder {

    @Override
    public List<String> names() throws IOException {
        create();
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    private void create() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownersOnly("rwx------"));
        }
    }

    private boolean isPosix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** On other systems files have the rights that their directory gives them. */
    private FileAttribute<?>[] ownersOnly(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private FileChannel open(Path file, StandardOpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), ownersOnly("rw-------"));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
        create();
        try (FileChannel file = open(
                directory.resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            file.force(true);
        }
    }

    @Override
    public void move(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    /** Where a directory can't be opened, as on Windows, the file system keeps names safe by itself. */
    @Override
    public void force() throws IOException {
        if (isPosix()) {
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    @Override
    public Optional<Closeable> lock(String name) throws IOException {
        create();
        Path file = directory.toRealPath().resolve(name);
        String mark = "dev.datasave.lock:" + file;
        if (System.getProperties().putIfAbsent(mark, "") != null) {
            return Optional.empty();
        }
        FileChannel channel = null;
        try {
            channel = lock(file);
        } finally {
            if (channel == null) {
                System.clearProperty(mark);
            }
        }
        return channel == null ? Optional.empty() : Optional.of(new Held(file, channel, isPosix(), mark));
    }

    /** The locked file; null if another process has it, or removed it in between. */
    @SuppressWarnings("MustBeClosedChecker")
    private @Nullable FileChannel lock(Path file) throws IOException {
        FileChannel channel = open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean isLocked = false;
        try {
            FileLock lock = channel.tryLock();
            isLocked = lock != null && Files.exists(file);
        } finally {
            if (!isLocked) {
                channel.close();
            }
        }
        return isLocked ? channel : null;
    }

    /** A lock that this process has. */
    private record Held(Path file, FileChannel channel, boolean removesFirst, String mark) implements Closeable {
        @Override
        public void close() throws IOException {
            try (channel) {
                if (removesFirst) {
                    Files.deleteIfExists(file); // so that nobody can lock it in between
                }
            } finally {
                System.clearProperty(mark);
            }
            if (!removesFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
