package dev.datasave.jdbc.server;

import dev.datasave.DataSaveException.StorageFailed;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Creates and migrates the tables when a storage is opened. Tables of another application or of a newer release are refused and left as they are. One
 * process migrates at a time; the others wait for it, within the open time-out.
 */
public final class Migration {
    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final Tables tables;
    private final ServerErrors errors;
    private final int newest;
    private final Duration patience;

    /** A migration to the version {@code newest}. */
    public Migration(Tables tables, ServerErrors errors, int newest, ServerOptions options) {
        this.tables = tables;
        this.errors = errors;
        this.newest = newest;
        this.patience = options.openTimeout();
    }

    /** The tables of one database, as far as they differ from those of others. */
    public interface Tables {
        /** Which tables and views there are under the names that DataSave uses, separated by commas; empty if there are none. */
        String present() throws SQLException;

        /** Whether one of them says a version, as only DataSave's does. */
        boolean areOurs() throws SQLException;

        /** The version that they say; 0 as long as they are being created for the first time. */
        int version() throws SQLException;

        /**
         * Waits until no other process migrates, and brings the tables from {@link Migration#version} to the newest version.
         *
         * @return false if another process migrates for all that time; nothing was changed then
         */
        boolean migrate(Migration migration, Duration patience) throws SQLException;

        /** The rights that the user lacks, separated by commas; empty if he lacks none. */
        String missingRights() throws SQLException;
    }

    /** Brings the tables up to date, and checks what the user may do with them. */
    public void prepare() throws SQLException {
        if (version() != newest && !tables.migrate(this, shorter(SILENCE, patience))) {
            Duration left = patience.minus(SILENCE);
            LOG.log(
                    System.Logger.Level.WARNING,
                    errors + ": opening waits for another process that creates or migrates the tables, for up to "
                            + Math.max(0, left.toSeconds()) + " s more");
            if (left.isNegative() || !tables.migrate(this, left)) {
                throw new StorageFailed(
                        errors + ": found another process that creates or migrates the tables for " + patience
                                + ", expected a turn",
                        null);
            }
        }
        String missing = tables.missingRights();
        if (!missing.isEmpty()) {
            throw new StorageFailed(
                    errors + ": found that the user has no right to " + missing
                            + ", expected SELECT, INSERT, UPDATE and DELETE on all tables of the schema",
                    null);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The version of the tables, or 0 without any. Refuses tables of other applications and of newer releases. */
    public int version() throws SQLException {
        String present = tables.present();
        if (present.isEmpty()) {
            return 0;
        }
        if (!tables.areOurs()) {
            throw new StorageFailed(
                    errors + ": found tables of another application (" + present
                            + "), expected those of DataSave or none; they are left as they are. SqlOptions.schema takes"
                            + " another name",
                    null);
        }
        int version = tables.version();
        if (version > newest) {
            throw new StorageFailed(
                    errors + ": found schema version " + version + ", expected at most " + newest
                            + ", which is what this release of DataSave knows; it is left as it is",
                    null);
        }
        return version;
    }
}
