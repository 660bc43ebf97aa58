package dev.datasave.jdbc.postgres;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.server.ServerErrors;
import dev.datasave.jdbc.server.ServerOptions;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Creates and migrates the tables: script {@code v<n>.sql} leads from version n - 1 to n. All of it is one transaction, which holds an advisory lock,
 * so that any number of servers can open the database at once. The table {@code datasave_version} says the version, and that the schema belongs to
 * DataSave.
 */
final class PostgresSchema {
    static final int VERSION = 2;

    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final String LOCKED = "55P03";
    private static final String OUR_TABLES =
            "('entry', 'entry_user', 'history', 'history_user', 'entry_json', 'history_json', 'datasave_version')";

    private final Link link;
    private final Sql sql;
    private final ServerErrors errors;
    private final String schema;
    private final long openMillis;

    PostgresSchema(Link link, Sql sql, ServerOptions options, ServerErrors errors) {
        this.link = link;
        this.sql = sql;
        this.errors = errors;
        this.schema = options.schema();
        this.openMillis = options.openTimeout().toMillis();
    }

    boolean prepare() throws SQLException {
        if (link.writing(reader -> version()) != VERSION) {
            try {
                migrate(Math.min(SILENCE.toMillis(), openMillis));
            } catch (SQLException e) {
                long left = openMillis - SILENCE.toMillis();
                if (!LOCKED.equals(e.getSQLState()) || left <= 0) {
                    throw locked(e);
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        errors + ": opening waits for another process that creates or migrates the tables, for up to "
                                + Duration.ofMillis(left).toSeconds() + " s more");
                waitAndMigrate(left);
            }
        }
        checkRights();
        return true;
    }

    private void waitAndMigrate(long millis) throws SQLException {
        try {
            migrate(millis);
        } catch (SQLException e) {
            throw locked(e);
        }
    }

    private SQLException locked(SQLException e) {
        if (LOCKED.equals(e.getSQLState())) {
            throw new StorageFailed(
                    errors + ": found another process that creates or migrates the tables for "
                            + Duration.ofMillis(openMillis) + ", expected a turn",
                    e);
        }
        return e;
    }

    private void migrate(long lockMillis) throws SQLException {
        boolean unused = link.writing(writer -> {
            writer.execute("SET LOCAL lock_timeout = " + lockMillis);
            writer.execute("SET LOCAL statement_timeout = 0");
            writer.execute("SELECT pg_advisory_xact_lock(hashtextextended('datasave " + schema + "', 0))");
            int found = version();
            if (found == 0) {
                create();
            }
            for (int next = found + 1; next <= VERSION; next++) {
                for (String statement : sql.script("v" + next + ".sql")) {
                    writer.execute(statement);
                }
            }
            writer.execute("UPDATE \"" + schema + "\".datasave_version SET version = " + VERSION);
            return true;
        });
    }

    private void create() throws SQLException {
        if (link.execute("SELECT to_regnamespace('\"" + schema + "\"')").equals("null")) {
            link.execute("CREATE SCHEMA \"" + schema + '"');
        }
        link.execute("CREATE TABLE \"" + schema + "\".datasave_version (version integer NOT NULL)");
        link.execute("INSERT INTO \"" + schema + "\".datasave_version VALUES (0)");
    }

    /** The version of the tables, or 0 without any. Refuses tables of other applications and of newer releases. */
    private int version() throws SQLException {
        String tables =
                link.execute("SELECT coalesce(string_agg(c.relname, ', ' ORDER BY c.relname), '') FROM pg_class AS c"
                        + " JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = '" + schema
                        + "' AND c.relname IN " + OUR_TABLES);
        if (tables.isEmpty()) {
            return 0;
        }
        String columns = link.execute("SELECT string_agg(attname || ' ' || atttypid::regtype, ', ') FROM pg_attribute"
                + " WHERE attrelid = to_regclass('\"" + schema
                + "\".datasave_version') AND attnum > 0 AND NOT attisdropped");
        if (!columns.equals("version integer")) {
            throw new StorageFailed(
                    errors + ": found tables of another application (" + tables
                            + "), expected those of DataSave or none; they are left as they are. SqlOptions.schema takes"
                            + " another name",
                    null);
        }
        int version = Integer.parseInt(link.execute("SELECT max(version) FROM \"" + schema + "\".datasave_version"));
        if (version > VERSION) {
            throw new StorageFailed(
                    errors + ": found schema version " + version + ", expected at most " + VERSION
                            + ", which is what this release of DataSave knows; it is left as it is",
                    null);
        }
        return version;
    }

    private void checkRights() throws SQLException {
        String missing = link.execute("SELECT coalesce(string_agg(r || ' on ' || t, ', '), '')"
                + " FROM unnest(ARRAY['entry', 'entry_user', 'history', 'history_user']) AS t,"
                + " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS r"
                + " WHERE NOT has_table_privilege('\"" + schema + "\".' || t, r)");
        if (!missing.isEmpty()) {
            throw new StorageFailed(
                    errors + ": found that the user has no right to " + missing
                            + ", expected SELECT, INSERT, UPDATE and" + " DELETE on all tables of the schema",
                    null);
        }
    }
}
