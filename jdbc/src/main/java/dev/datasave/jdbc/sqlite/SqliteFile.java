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
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * The database file: how it is connected to, and what its errors mean.
 *
 * <p>Only SQLite opens the database file itself. A process loses all its POSIX locks on a file when it closes any descriptor of it,
 * so a look into it by other means would take away the locks of another handle in this process.
 */
final class SqliteFile implements ErrorText {
    private final Path path;
    private final Sql sql = new Sql("sqlite");

    SqliteFile(Path path) {
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw new IllegalArgumentException("SQLite file " + path + ": found a path of "
                    + path.getFileSystem().provider().getScheme() + ", expected one of this machine's files");
        }
        this.path = real(path.toAbsolutePath());
    }

    /** The files beside it are named after what a symbolic link leads to, as SQLite does. */
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

    /** Says which file the name stands for now, where the system can tell. */
    Object identity() throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? path : key;
    }

    /** Connects and sets the connection up; one that can't be set up is closed. */
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

    /** Connects through a URI, because the driver takes a question mark in a plain name for parameters. */
    Link connect(boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        config.setBusyTimeout(0);
        return new Link(
                config.createConnection("jdbc:sqlite:file:" + path.toUri().getRawPath()), sql);
    }

    /** A step that may fail because another process holds a lock. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws SQLException;
    }

    /**
     * Repeats a step that finds the file locked, until the deadline (of {@link System#nanoTime()}). SQLite's own waiting grows to 100 ms a pause, in
     * which other processes get the lock again and again.
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

    /** True if a connection that met this error is as good as before once it is rolled back. */
    static boolean isHarmless(SQLException e) {
        return isBusy(e)
                || is(e, SQLiteErrorCode.SQLITE_FULL)
                || is(e, SQLiteErrorCode.SQLITE_CONSTRAINT)
                || is(e, SQLiteErrorCode.SQLITE_TOOBIG);
    }

    private static boolean is(SQLException e, SQLiteErrorCode code) {
        return (e.getErrorCode() & 0xff) == code.code;
    }

    @Override
    public RuntimeException explain(@Nullable Throwable cause) {
        if (cause instanceof SQLException e) {
            return new StorageFailed(this + ": " + meaning(e), e);
        }
        return cause instanceof RuntimeException e ? e : new StorageFailed(this + ": found " + cause, cause);
    }

    private static String meaning(SQLException e) {
        if (isBusy(e)) {
            return "found it locked by another process for the whole call time-out, expected a turn";
        } else if (is(e, SQLiteErrorCode.SQLITE_FULL)) {
            return "found no room on the disk, expected some; nothing was changed";
        } else if (is(e, SQLiteErrorCode.SQLITE_READONLY) || is(e, SQLiteErrorCode.SQLITE_PERM)) {
            return "found it read-only, expected a file that this process can write";
        } else if (is(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
            return "found it damaged, expected a whole SQLite database; it is left as it is";
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
