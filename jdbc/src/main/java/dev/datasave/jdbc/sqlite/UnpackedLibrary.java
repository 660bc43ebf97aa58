package dev.datasave.jdbc.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The copy of SQLite's native library that all processes of one user load: {@code datasave-<user>/sqlite-<version>-<hash>-<copy>-<name>} in the
 * temporary directory. Only its user may write the directory, and the content is compared before each use. A copy appears under its name when it is
 * whole, so several processes may unpack it at once; each puts the same file there. It stays.
 */
final class UnpackedLibrary {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> RUNNABLE = PosixFilePermissions.fromString("r-x------");
    private static final String PART = "part-";
    /** No process needs as long to unpack; what is older was left by one that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private UnpackedLibrary() {}

    static Path in(Path temporary, String copy) throws IOException {
        byte[] library = packed();
        Path directory = directory(temporary);
        Path part = Files.createTempFile(directory, PART, ".tmp");
        try {
            checkOwner(directory, part);
            Path target = directory.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + hash(library) + "-" + copy
                    + "-" + LibraryLoaderUtil.getNativeLibName());
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

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static Path directory(Path temporary) throws IOException {
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9.-]", "_");
        Path directory = temporary.resolve("datasave-" + user);
        try {
            return isPosix(temporary)
                    ? Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNERS))
                    : Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            return directory; // checkOwner looks at whose it is
        }
    }

    /** Anybody can make a directory of that name in a shared temporary directory. What we create in it shows who we are. */
    private static void checkOwner(Path directory, Path created) throws IOException {
        if (isPosix(directory)) {
            PosixFileAttributes found =
                    Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean isOurs = found.isDirectory()
                    && found.owner().equals(Files.getOwner(created))
                    && OWNERS.containsAll(found.permissions());
            if (!isOurs) {
                throw new IOException(directory + " is not a directory that only this user can use");
            }
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
        if (isPosix(part)) {
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

    private static String hash(byte[] library) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(library);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
