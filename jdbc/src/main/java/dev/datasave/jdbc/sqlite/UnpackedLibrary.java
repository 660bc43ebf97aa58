package dev.datasave.jdbc.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The copy of SQLite's native library that all processes of one user load: {@code datasave-<user>/sqlite-<version>-<hash>-<copy>-<name>} in the
 * temporary directory (see {@link UsersFolder}). The content is compared before each use. A copy appears under its name when it is
 * whole, so several processes may unpack it at once; each puts the same file there. It stays.
 */
final class UnpackedLibrary {
    private static final Set<PosixFilePermission> RUNNABLE = PosixFilePermissions.fromString("r-x------");
    private static final String PART = "part-";
    /** No process needs as long to unpack; what is older was left by one that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private UnpackedLibrary() {}

    static Path in(Path temporary, String copy) throws IOException {
        byte[] library = packed();
        Path directory = UsersFolder.in(temporary);
        Path part = Files.createTempFile(directory, PART, ".tmp");
        try {
            UsersFolder.checkOwner(directory, part);
            Path target = directory.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-"
                    + UsersFolder.digest(library, 8) + "-" + copy + "-" + LibraryLoaderUtil.getNativeLibName());
            if (!holds(target, library)) {
                removeAbandoned(directory);
                unpack(library, part, target);
            }
            return target;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static byte[] packed() throws IOException {
        String name = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the driver has no " + name);
            }
            return in.readAllBytes();
        }
    }

    private static boolean holds(Path target, byte[] library) throws IOException {
        return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && Files.size(target) == library.length
                && Arrays.equals(Files.readAllBytes(target), library);
    }

    private static void unpack(byte[] library, Path part, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(library);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
        if (UsersFolder.isPosix(part)) {
            Files.setPosixFilePermissions(part, RUNNABLE);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void removeAbandoned(Path directory) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, PART + "*.tmp")) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }
}
