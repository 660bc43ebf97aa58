package dev.datasave.jdbc.sqlite;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.sql.Link;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Creates and migrates the tables: script {@code v<n>.sql} leads from version n - 1 to n. SQLite's user_version says the version, and its
 * application_id that the file belongs to DataSave.
 */
final class SqliteSchema {
    static final int VERSION = 4;
    /** The letters DSAV. */
    static final int APPLICATION_ID = 0x44534156;

    /** Checking the pages of this much takes about a quarter of a second. */
    private static final long CHECKED_BYTES = 64L << 20;

    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private SqliteSchema() {}

    static Link prepare(SqliteFile file, long deadline) throws SQLException {
        return prepare(file, deadline, true);
    }

    /** Checks the file through a read-only connection, then brings it up to date. Returns a connection. */
    static Link prepare(SqliteFile file, long deadline, boolean refusesDamaged) throws SQLException {
        return file.turn().take(deadline, () -> prepareInTurn(file, deadline, refusesDamaged));
    }

    private static Link prepareInTurn(SqliteFile file, long deadline, boolean refusesDamaged) throws SQLException {
        if (file.hasContent()) {
            waiting(file, deadline, () -> {
                try (Link link = file.connect(true)) {
                    int version = version(file, link);
                    if (file.size() <= CHECKED_BYTES) {
                        check(file, link, refusesDamaged);
                    }
                    return version;
                } catch (IOException e) {
                    throw new StorageFailed(file + ": found " + e, e);
                }
            });
        }
        Link link = file.connect();
        try {
            waiting(file, deadline, () -> writeAhead(file, link));
            waiting(file, deadline, () -> migrate(file, link));
            file.remember();
            return link;
        } catch (SQLException | RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private static void check(SqliteFile file, Link link, boolean refusesDamaged) throws SQLException {
        Optional<String> damage = SqliteReads.quickCheck(link);
        if (damage.isPresent()) {
            String found = file + ": found it damaged (" + damage.get() + "), expected a whole SQLite database";
            if (refusesDamaged) {
                throw StorageFailed.lasting(
                        found + "; it is left as it is. Restore a backup, or look at what can be rescued"
                                + " with SqlOptions.openDamaged()",
                        null);
            }
            LOG.log(System.Logger.Level.ERROR, found + "; it is opened all the same");
        }
    }

    /** Repeats a step that finds the file locked, and says so if that lasts. */
    private static <T> T waiting(SqliteFile file, long deadline, SqliteFile.Step<T> step) throws SQLException {
        long soon = System.nanoTime() + SILENCE.toNanos();
        try {
            return SqliteFile.patiently(deadline - soon < 0 ? deadline : soon, step);
        } catch (SQLException e) {
            long left = deadline - System.nanoTime();
            if (!SqliteFile.isBusy(e) || left <= 0) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    file + ": opening waits for another process that has locked it, for up to "
                            + Duration.ofNanos(left).toSeconds() + " s more");
            return SqliteFile.patiently(deadline, step);
        }
    }

    private static boolean writeAhead(SqliteFile file, Link link) throws SQLException {
        String mode = link.execute("PRAGMA journal_mode = WAL");
        if (!mode.equals("wal")) {
            throw new StorageFailed(
                    file + ": found journal mode " + mode + ", expected that its file system allows wal", null);
        }
        return true;
    }

    private static boolean migrate(SqliteFile file, Link link) throws SQLException {
        if (version(file, link) == VERSION) {
            return true;
        }
        return link.writing(writer -> {
            for (int next = versionWithin(file, writer) + 1; next <= VERSION; next++) {
                for (String statement : file.sql().script("v" + next + ".sql")) {
                    writer.execute(statement);
                }
            }
            writer.execute("PRAGMA application_id = " + APPLICATION_ID);
            writer.execute("PRAGMA user_version = " + VERSION);
            return true;
        });
    }

    /** Like {@link #versionWithin}, in its own transaction, because another process may be creating the tables right now. */
    private static int version(SqliteFile file, Link link) throws SQLException {
        return link.reading(reader -> versionWithin(file, reader));
    }

    /** The version of the tables, or 0 without any. Refuses files of other applications and of newer releases. */
    private static int versionWithin(SqliteFile file, Link link) throws SQLException {
        long application = Long.parseLong(link.execute("PRAGMA application_id"));
        int version = Integer.parseInt(link.execute("PRAGMA user_version"));
        long tables = Long.parseLong(link.execute("SELECT count(*) FROM sqlite_schema"));
        if (application == 0 && version == 0 && tables == 0) {
            return 0;
        }
        if (application != APPLICATION_ID || version < 1) {
            throw new StorageFailed(
                    file + ": found another application's database (application_id " + application + ", user_version "
                            + version + ", " + tables
                            + " tables and indexes), expected one of DataSave (application_id "
                            + APPLICATION_ID + ") or an empty file; it is left as it is",
                    null);
        }
        if (version > VERSION) {
            throw new StorageFailed(
                    file + ": found schema version " + version + ", expected at most " + VERSION
                            + ", which is what this release of DataSave knows; it is left as it is",
                    null);
        }
        link.execute("SELECT max(id) FROM entry");
        link.execute("SELECT max(id) FROM history");
        return version;
    }
}
