package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.server.Migration;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;

/**
 * PostgreSQL's tables: script {@code v<n>.sql} leads from version n - 1 to n. All of a migration is one transaction, which holds an advisory lock, so
 * that any number of servers can open the database at once. The table {@code datasave_version} says the version, and that the schema belongs to
 * DataSave.
 */
final class PostgresSchema implements Migration.Tables {
    static final int VERSION = 2;

    private static final String LOCKED = "55P03";
    private static final String OUR_TABLES =
            "('entry', 'entry_user', 'history', 'history_user', 'entry_json', 'history_json', 'datasave_version')";

    private final Link link;
    private final Sql sql;
    private final String schema;

    PostgresSchema(Link link, Sql sql, String schema) {
        this.link = link;
        this.sql = sql;
        this.schema = schema;
    }

    @Override
    public boolean migrate(Migration migration, Duration patience) throws SQLException {
        try {
            return link.writing(writer -> {
                writer.execute("SET LOCAL lock_timeout = " + Math.max(1, patience.toMillis()));
                writer.execute("SET LOCAL statement_timeout = 0");
                writer.execute("SELECT pg_advisory_xact_lock(hashtextextended('datasave " + schema + "', 0))");
                int found = migration.version();
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
        } catch (SQLException e) {
            if (LOCKED.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private void create() throws SQLException {
        if (link.execute("SELECT to_regnamespace('\"" + schema + "\"')").equals("null")) {
            link.execute("CREATE SCHEMA \"" + schema + '"');
        }
        link.execute("CREATE TABLE \"" + schema + "\".datasave_version (version integer NOT NULL)");
        link.execute("INSERT INTO \"" + schema + "\".datasave_version VALUES (0)");
    }

    @Override
    public String present() throws SQLException {
        return link.execute("SELECT coalesce(string_agg(c.relname, ', ' ORDER BY c.relname), '') FROM pg_class AS c"
                + " JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = '" + schema
                + "' AND c.relname IN " + OUR_TABLES);
    }

    @Override
    public boolean areOurs() throws SQLException {
        return link.execute("SELECT string_agg(attname || ' ' || atttypid::regtype, ', ') FROM pg_attribute"
                        + " WHERE attrelid = to_regclass('\"" + schema
                        + "\".datasave_version') AND attnum > 0 AND NOT attisdropped")
                .equals("version integer");
    }

    @Override
    public int version() throws SQLException {
        return Integer.parseInt(link.execute("SELECT max(version) FROM \"" + schema + "\".datasave_version"));
    }

    @Override
    public String missingRights() throws SQLException {
        return link.execute("SELECT coalesce(string_agg(r || ' on ' || t, ', '), '')"
                + " FROM unnest(ARRAY['entry', 'entry_user', 'history', 'history_user']) AS t,"
                + " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS r"
                + " WHERE NOT has_table_privilege('\"" + schema + "\".' || t, r)");
    }
}
