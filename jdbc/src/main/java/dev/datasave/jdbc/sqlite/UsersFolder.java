package dev.datasave.jdbc.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** {@code datasave-<user>} in a temporary directory, for what all processes of one user share. Only its user may use it. */
final class UsersFolder {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private UsersFolder() {}

    /** The folder, which is made if it is missing. Whoever trusts it calls {@link #checkOwner} first. */
    static Path in(Path temporary) throws IOException {
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
    static void checkOwner(Path directory, Path created) throws IOException {
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

    /** The first bytes of the content's SHA-256, for names of files. */
    static String digest(byte[] content, int bytes) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
