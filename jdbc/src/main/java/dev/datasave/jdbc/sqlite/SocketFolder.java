package dev.datasave.jdbc.sqlite;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code <database>-sockets}, with a Unix domain socket for each server that listens: {@code <hash of the server's name>-<six random
 * characters>}. It has the database file's rights, is made by the first who listens, and goes with the last.
 *
 * <p>A socket gets its name when it accepts connections, so one that refuses them is dead, and whoever notices removes it. The system takes addresses
 * of about 100 bytes; a longer path is shortened by a symbolic link in {@link UsersFolder}.
 */
final class SocketFolder {
    private static final int LONGEST_ADDRESS = 100;
    private static final int TRIES = 5;
    private static final String UNFINISHED = ".new";
    private static final Pattern NAME = Pattern.compile("[0-9a-z]{1,7}-[0-9a-z]{6}");
    private static final Pattern UNFINISHED_NAME = Pattern.compile(NAME + "\\.new");
    /** No process needs as long to name its socket; what is older was left by one that was killed. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private final SqliteFile file;
    private final Path folder;
    private volatile @Nullable Path shortcut;

    SocketFolder(SqliteFile file) {
        this.file = file;
        this.folder = file.beside("-sockets");
    }

    /** A socket that accepts connections, and its name. */
    record Bound(ServerSocketChannel channel, String name) {}

    /** The names of the sockets of a server; none if it does not listen on one. Another server's may be among them, very rarely. */
    List<String> of(String server) {
        String prefix = prefix(server);
        return names(name -> name.startsWith(prefix) && NAME.matcher(name).matches());
    }

    private List<String> names(Predicate<String> which) {
        String[] names = folder.toFile().list((directory, name) -> which.test(name));
        return names == null ? List.of() : List.of(names);
    }

    private static String prefix(String server) {
        return Integer.toUnsignedString(server.hashCode(), 36) + "-";
    }

    /** Makes a socket for a server. The folder may vanish meanwhile, because the last who listened has just gone. */
    Bound bind(String server) throws IOException {
        for (int tries = 1; ; tries++) {
            make();
            String name = prefix(server) + random();
            try {
                return new Bound(bound(name), name);
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static String random() {
        long all = 36L * 36 * 36 * 36 * 36 * 36;
        String digits = Long.toString(ThreadLocalRandom.current().nextLong(all), 36);
        return "0".repeat(6 - digits.length()) + digits;
    }

    private ServerSocketChannel bound(String name) throws IOException {
        Path unfinished = folder.resolve(name + UNFINISHED);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(address(name + UNFINISHED));
            Optional<Set<PosixFilePermission>> rights = file.permissions();
            if (rights.isPresent()) {
                Files.setPosixFilePermissions(unfinished, rights.get());
            }
            channel.configureBlocking(false);
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    /** The folder's rights are those of the file, and whoever may read or write there may look into it. */
    private void make() throws IOException {
        Optional<Set<PosixFilePermission>> rights = file.permissions().map(SocketFolder::ofFolder);
        try {
            if (rights.isEmpty()) {
                Files.createDirectory(folder);
            } else {
                FileAttribute<?> narrow = PosixFilePermissions.asFileAttribute(rights.get());
                Files.createDirectory(folder, narrow);
                Files.setPosixFilePermissions(folder, rights.get()); // without the process's mask
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new IOException(folder + " is a file, expected a folder or nothing", e);
            }
        }
    }

    private static Set<PosixFilePermission> ofFolder(Set<PosixFilePermission> rights) {
        Set<PosixFilePermission> all = EnumSet.copyOf(rights);
        if (rights.contains(PosixFilePermission.OWNER_READ)) {
            all.add(PosixFilePermission.OWNER_EXECUTE);
        }
        if (rights.contains(PosixFilePermission.GROUP_READ)) {
            all.add(PosixFilePermission.GROUP_EXECUTE);
        }
        if (rights.contains(PosixFilePermission.OTHERS_READ)) {
            all.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        return all;
    }

    /** A connection that never blocks. If the socket is dead, it is removed, and there is none. */
    Optional<SocketChannel> connect(String name) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (channel.connect(address(name))) {
                return Optional.of(channel);
            }
            throw new IOException(name + " accepts no more connections at present");
        } catch (ConnectException dead) {
            channel.close();
            remove(name);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private UnixDomainSocketAddress address(String name) throws IOException {
        Path direct = folder.resolve(name);
        return UnixDomainSocketAddress.of(
                length(direct) <= LONGEST_ADDRESS ? direct : shortcut().resolve(name));
    }

    private static int length(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** A short way to the folder, which all processes of the user share. It leads to this folder only. */
    private Path shortcut() throws IOException {
        Path known = shortcut;
        if (known != null && Files.isSymbolicLink(known)) {
            return known;
        }
        Path directory = UsersFolder.in(
                Path.of(System.getProperty("java.io.tmpdir", ".")).toAbsolutePath());
        Path sign = Files.createTempFile(directory, "part-", ".tmp");
        try {
            UsersFolder.checkOwner(directory, sign);
        } finally {
            Files.delete(sign);
        }
        Path link =
                directory.resolve("to-" + UsersFolder.digest(folder.toString().getBytes(StandardCharsets.UTF_8), 4));
        try {
            Files.createSymbolicLink(link, folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(folder)) {
                throw new IOException(link + " leads elsewhere, expected a way to " + folder, e);
            }
        }
        shortcut = link;
        return link;
    }

    /** Whether a socket of that name can be found. */
    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    /** Removes what processes that were killed have left. */
    void removeDead() throws IOException {
        for (String name : names(name -> NAME.matcher(name).matches())) {
            try {
                Optional<SocketChannel> living = connect(name);
                if (living.isPresent()) {
                    living.get().close();
                }
            } catch (IOException busy) {
                // It has too many callers, or belongs to another user: it lives.
            }
        }
        Instant limit = Instant.now().minus(ABANDONED);
        for (String name : names(name -> UNFINISHED_NAME.matcher(name).matches())) {
            if (Files.getLastModifiedTime(folder.resolve(name)).toInstant().isBefore(limit)) {
                remove(name);
            }
        }
    }

    /** Removes the folder if nobody listens any more, and the short way to it, which others make again if they need it. */
    void leave() throws IOException {
        Path known = shortcut;
        if (known != null) {
            Files.deleteIfExists(known);
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException othersListen) {
            return;
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
