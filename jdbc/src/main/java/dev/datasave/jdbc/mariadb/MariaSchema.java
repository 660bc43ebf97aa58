package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.server.Migration;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.jdbc.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;

/**
 * MariaDB's tables, whose names begin with the schema's: script {@code v<n>.sql} leads from version n - 1 to n. There are no transactions around
 * changes of tables here. So every statement of a script can be repeated, and the version is written at the end: what a dying process has left half
 * done, the next one completes. A lock of the server keeps others out meanwhile; on a cluster it holds on one node only, and repeating does no harm.
 */
final class MariaSchema implements Migration.Tables {
    static final int VERSION = 2;

    private final Link link;
    private final Sql sql;
    private final String schema;
    private final String versions;

    MariaSchema(Link link, Sql sql, String schema) {
        this.link = link;
        this.sql = sql;
        this.schema = schema;
        this.versions = '`' + schema + "_version`";
    }

    @Override
    public boolean migrate(Migration migration, Duration patience) throws SQLException {
        String name = "CONCAT('datasave.', SHA1(CONCAT(DATABASE(), '." + schema + "')))";
        long end = System.nanoTime() + patience.toNanos();
        while (!link.execute("SELECT GET_LOCK(" + name + ", 1)").equals("1")) {
            if (end - System.nanoTime() <= 0) {
                return false;
            }
        }
        try {
            int found = migration.version();
            if (found < VERSION) {
                link.execute("CREATE TABLE IF NOT EXISTS " + versions
                        + " (datasave_version int NOT NULL PRIMARY KEY) ENGINE = InnoDB");
            }
            for (int next = found + 1; next <= VERSION; next++) {
                for (String statement : sql.script("v" + next + ".sql")) {
                    link.execute(statement);
                }
                link.execute("REPLACE INTO " + versions + " VALUES (" + next + ")");
                link.execute("DELETE FROM " + versions + " WHERE datasave_version < " + next);
            }
        } finally {
            link.execute("DO RELEASE_LOCK(" + name + ")");
        }
        return true;
    }

    @Override
    public String present() throws SQLException {
        String names = "'" + schema + "_"
                + String.join(
                        "', '" + schema + "_",
                        "entry",
                        "entry_user",
                        "entry_json",
                        "history",
                        "history_user",
                        "history_json",
                        "signal",
                        "version")
                + "'";
        return link.execute("SELECT COALESCE(GROUP_CONCAT(table_name ORDER BY table_name SEPARATOR ', '), '')"
                + " FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN (" + names + ")");
    }

    @Override
    public boolean areOurs() throws SQLException {
        return link.execute("SELECT GROUP_CONCAT(column_name, ' ', data_type) FROM information_schema.columns"
                        + " WHERE table_schema = DATABASE() AND table_name = '" + schema + "_version'")
                .equals("datasave_version int");
    }

    @Override
    public int version() throws SQLException {
        return Integer.parseInt(link.execute("SELECT COALESCE(MAX(datasave_version), 0) FROM " + versions));
    }

    /** The rehearsal finds them, and the server names them. */
    @Override
    public String missingRights() {
        return "";
    }
}
