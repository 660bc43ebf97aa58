package dev.datasave.jdbc.sqlite;

import dev.datasave.DataSaveException.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library before the first connection does. The driver would unpack a copy for each process, which stays behind when the
 * process is killed; so it is pointed to one that all processes share (see {@link UnpackedLibrary}). And after a failure the driver remembers only
 * that it has tried, so every later connection would meet an {@link UnsatisfiedLinkError}; its loader, called directly, tries again.
 *
 * <p>The driver is told through system properties, which other drivers in this process read, too. So they are set only while its loader runs.
 */
final class NativeLibrary {
    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final String PATH = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";
    private static final String DIRECTORY = "org.sqlite.tmpdir";
    /** Which class loader of this process uses which copy, because a file can be loaded by only one of them. */
    private static final String CLAIM = "dev.datasave.sqlite.copy.";

    private static final int CLAIMS = 16;

    private NativeLibrary() {}

    /** Does nothing if the library is loaded. The lock is the one that the driver's loader takes, so that no connection starts it in between. */
    @SuppressWarnings("LockOnNonEnclosingClassLiteral")
    static void load(SqliteFile file) {
        Path directory = directory();
        synchronized (SQLiteJDBCLoader.class) {
            Optional<String> claim = System.getProperty(PATH) == null ? claim() : Optional.empty();
            try {
                Optional<Path> copy = claim.flatMap(key -> shared(directory, key));
                loadFrom(copy.orElse(null));
            } catch (Exception | LinkageError e) {
                claim.ifPresent(System::clearProperty);
                throw new StorageFailed(
                        file + ": found that SQLite's native library can't be unpacked to and run from " + directory
                                + " (" + problem(directory) + "), expected a directory that this process can write and"
                                + " that allows programs to run (no noexec); name one with -D" + DIRECTORY
                                + "=<directory>",
                        e);
            }
        }
    }

    private static void loadFrom(@Nullable Path copy) throws Exception {
        if (copy == null) {
            SQLiteJDBCLoader.initialize();
            return;
        }
        String name = System.getProperty(NAME);
        System.setProperty(PATH, Objects.requireNonNull(copy.getParent()).toString());
        System.setProperty(NAME, Objects.requireNonNull(copy.getFileName()).toString());
        try {
            SQLiteJDBCLoader.initialize();
        } finally {
            System.clearProperty(PATH);
            if (name == null) {
                System.clearProperty(NAME);
            } else {
                System.setProperty(NAME, name);
            }
        }
    }

    /** Claims a copy for the driver's class loader; none if it has one already. */
    private static Optional<String> claim() {
        ClassLoader loader = SQLiteJDBCLoader.class.getClassLoader();
        String user = "used by class loader " + Integer.toHexString(System.identityHashCode(loader));
        for (int i = 0; i < CLAIMS; i++) {
            Object before = System.getProperties().putIfAbsent(CLAIM + i, user);
            if (before == null) {
                return Optional.of(CLAIM + i);
            } else if (before.equals(user)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> shared(Path directory, String claim) {
        try {
            return Optional.of(UnpackedLibrary.in(directory, claim.substring(CLAIM.length())));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "SQLite's native library: found no way to share a copy in " + directory
                            + ", so the driver unpacks one for this process: " + e);
            return Optional.empty();
        }
    }

    /** Where the driver unpacks to. */
    private static Path directory() {
        return Path.of(System.getProperty(DIRECTORY, System.getProperty("java.io.tmpdir", ".")))
                .toAbsolutePath();
    }

    private static String problem(Path directory) {
        if (!Files.exists(directory)) {
            return "it does not exist";
        } else if (!Files.isDirectory(directory)) {
            return "it is no directory";
        }
        return Files.isWritable(directory) ? "the system refuses to load the library" : "it can't be written";
    }
}
