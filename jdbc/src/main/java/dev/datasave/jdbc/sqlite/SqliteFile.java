package dev.datasave.jdbc.sqlite;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.sql.Backoff;
import dev.datasave.jdbc.sql.ErrorText;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Sql;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * The database file: connects to it, and explains its errors.
 *
 * <p>Only SQLite opens the database file itself. A process loses all its POSIX locks on a file when it closes any descriptor of it, so reading it by
 * other means would drop the locks of another handle in this process.
 */
final class SqliteFile implements ErrorText {
    private final Path path;
    private final Sql sql = new Sql("sqlite");
    private final Turn turn;
    private volatile @Nullable OpenedFiles opened;

    SqliteFile(Path path) {
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw new IllegalArgumentException("SQLite file " + path + ": found a path of "
                    + path.getFileSystem().provider().getScheme() + ", expected one of this machine's files");
        }
        this.path = real(path.toAbsolutePath());
        this.turn = Turn.at(this.path);
    }

    /** Follows symbolic links, because SQLite names the files beside it after the link's target. */
    private static Path real(Path path) {
        if (Files.isDirectory(path)) {
            throw new StorageFailed("SQLite file " + path + ": found a directory, expected a file or nothing", null);
        }
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new StorageFailed(
                    "SQLite file " + path + ": found no directory " + parent + ", expected an existing one", null);
        }
        try {
            Path real = Files.exists(path)
                    ? path.toRealPath()
                    : parent.toRealPath().resolve(String.valueOf(path.getFileName()));
            Path directory = real.getParent();
            boolean writable =
                    directory != null && Files.isWritable(directory) && (!Files.exists(real) || Files.isWritable(real));
            if (!writable) {
                throw new StorageFailed(
                        "SQLite file " + path + ": found no right to write it and its directory, expected both", null);
            }
            return real;
        } catch (IOException e) {
            throw new StorageFailed("SQLite file " + path + ": found " + e, e);
        }
    }

    Sql sql() {
        return sql;
    }

    /** The turn to ask for the write lock, which the storages of this process share. */
    Turn turn() {
        return turn;
    }

    /** The database file, without symbolic links. */
    Path path() {
        return path;
    }

    Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    boolean hasContent() {
        try {
            return Files.exists(path) && Files.size(path) > 0;
        } catch (IOException e) {
            throw new StorageFailed(this + ": found " + e, e);
        }
    }

    long size() throws IOException {
        return Files.size(path);
    }

    /** From now on only these very files are used, and none is created. Called once a connection has opened them all. */
    void remember() {
        try {
            opened = OpenedFiles.of(List.of(path, beside("-wal"), beside("-shm")));
        } catch (IOException e) {
            throw new StorageFailed(this + ": found " + e, e);
        }
    }

    /** What was found and expected, if a file was moved, deleted or replaced since it was opened. */
    Optional<String> change() {
        OpenedFiles files = opened;
        return files == null ? Optional.empty() : files.change();
    }

    /** Throws if a file was moved, deleted or replaced since it was opened. For transactions that write. */
    void checkFiles() {
        change().ifPresent(this::fail);
    }

    /** Throws if the database file was moved, deleted or replaced since it was opened. For transactions that only read, because it costs less. */
    void checkDatabase() {
        OpenedFiles files = opened;
        if (files != null) {
            files.changeOfDatabase().ifPresent(this::fail);
        }
    }

    private void fail(String change) {
        throw StorageFailed.lasting(this + ": " + change, null);
    }

    /** The rights that files beside the database file get: the same. */
    FileAttribute<?>[] rights() throws IOException {
        Optional<Set<PosixFilePermission>> rights = permissions();
        return rights.isEmpty()
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights.get())};
    }

    /** The rights of the database file, or those that a new one gets; none where files have no such rights. */
    Optional<Set<PosixFilePermission>> permissions() throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Optional.empty();
        }
        return Optional.of(
                Files.exists(path)
                        ? Files.getPosixFilePermissions(path)
                        : PosixFilePermissions.fromString("rw-------"));
    }

    /** Connects and sets up the connection; closes it if that fails. */
    Link connect(String... pragmas) throws SQLException {
        Link link = connect(false);
        try {
            for (String pragma : pragmas) {
                link.execute("PRAGMA " + pragma);
            }
            return link;
        } catch (SQLException e) {
            link.close();
            throw e;
        }
    }

    /** Connects through a URI, because the driver would take a question mark in a plain name as the start of parameters. */
    Link connect(boolean readOnly) throws SQLException {
        checkFiles();
        String uri = "jdbc:sqlite:file:" + path.toUri().getRawPath();
        if (readOnly || opened != null || Files.exists(path)) {
            return connect(uri, readOnly, false);
        }
        return create(uri);
    }

    private Link connect(String uri, boolean readOnly, boolean creates) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        if (!creates) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        config.setBusyTimeout(0);
        Link link = new Link(config.createConnection(uri), sql);
        try {
            checkDatabase(); // it may just have been replaced
            return link;
        } catch (StorageFailed e) {
            SqliteDialect.close(link, e);
            throw e;
        }
    }

    /** SQLite gives a new database file the rights of a file that is shown to it: one that only its owner can read. The log gets the same. */
    private Link create(String uri) throws SQLException {
        try {
            Path directory = Objects.requireNonNull(path.getParent());
            Path model = Files.createTempFile(directory, path.getFileName() + "-", ".tmp");
            try {
                String name = model.toUri().getRawPath().replace("&", "%26").replace("=", "%3D");
                return connect(uri + "?modeof=" + name, false, true);
            } finally {
                Files.delete(model);
            }
        } catch (IOException e) {
            throw new StorageFailed(this + ": found " + e, e);
        }
    }

    /** A step that may fail because another process holds a lock. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws SQLException;
    }

    /**
     * Repeats a step that finds the file locked, until the deadline (of {@link System#nanoTime()}). SQLite's own pauses grow to 100 ms, in which
     * other processes get the lock again and again.
     */
    static <T> T patiently(long deadline, Step<T> step) throws SQLException {
        Backoff backoff = new Backoff();
        while (true) {
            try {
                return step.run();
            } catch (SQLException e) {
                if (!isBusy(e) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
            backoff.pause();
        }
    }

    static boolean isBusy(SQLException e) {
        return is(e, SQLiteErrorCode.SQLITE_BUSY)
                || is(e, SQLiteErrorCode.SQLITE_LOCKED)
                || is(e, SQLiteErrorCode.SQLITE_PROTOCOL);
    }

    /** True if a connection works as before after this error, once its transaction is rolled back. */
    static boolean isHarmless(SQLException e) {
        return isBusy(e)
                || is(e, SQLiteErrorCode.SQLITE_FULL)
                || is(e, SQLiteErrorCode.SQLITE_CONSTRAINT)
                || is(e, SQLiteErrorCode.SQLITE_TOOBIG);
    }

    /** True if a page, or what stands on it, can't be what SQLite has written. */
    static boolean isDamage(SQLException e) {
        return is(e, SQLiteErrorCode.SQLITE_CORRUPT) || is(e, SQLiteErrorCode.SQLITE_TOOBIG);
    }

    /** True if the same call will fail again until somebody does something about it: not because of a lock, and not at random. */
    private static boolean isLasting(SQLException e) {
        return !(e instanceof SQLTimeoutException)
                && !isBusy(e)
                && !is(e, SQLiteErrorCode.SQLITE_INTERRUPT)
                && !is(e, SQLiteErrorCode.SQLITE_NOMEM);
    }

    private static boolean is(SQLException e, SQLiteErrorCode code) {
        return (e.getErrorCode() & 0xff) == code.code;
    }

    @Override
    public RuntimeException explain(@Nullable Throwable cause) {
        if (cause instanceof SQLException e) {
            String message = this + ": " + meaning(e);
            return isLasting(e) ? StorageFailed.lasting(message, e) : new StorageFailed(message, e);
        }
        return cause instanceof RuntimeException e ? e : new StorageFailed(this + ": found " + cause, cause);
    }

    private static String meaning(SQLException e) {
        if (e instanceof SQLTimeoutException) {
            return "found " + e.getMessage();
        } else if (isBusy(e)) {
            return "found it locked by another process for the whole call time-out, expected a turn";
        } else if (is(e, SQLiteErrorCode.SQLITE_FULL)) {
            return "found no room on the disk, expected some; nothing was changed";
        } else if (is(e, SQLiteErrorCode.SQLITE_READONLY) || is(e, SQLiteErrorCode.SQLITE_PERM)) {
            return "found it read-only, expected a file that this process can write";
        } else if (is(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
            return "found it damaged, expected a whole SQLite database; it is left as it is";
        } else if (String.valueOf(e.getMessage()).contains("UNIQUE constraint failed: entry.")) {
            return "found a stored entry that the index of keys has lost, expected none under a new key; the file is damaged";
        } else if (is(e, SQLiteErrorCode.SQLITE_NOTADB)) {
            return "found something else, expected an SQLite database; it is left as it is";
        } else if (is(e, SQLiteErrorCode.SQLITE_CANTOPEN)) {
            return "found that it can't be opened, expected a file that this process can write";
        }
        return "found " + e.getMessage();
    }

    @Override
    public String toString() {
        return "SQLite file " + path;
    }
}
