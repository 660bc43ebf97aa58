package dev.datasave.jdbc.mariadb;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.server.ServerErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked of a server before it is used.
 *
 * @param version what it calls its version
 * @param database the database of the connection; empty if it has none
 * @param variables its variables by name, as far as it has them
 */
record MariaFacts(String version, String database, Map<String, String> variables) {
    /** The value of wsrep_sync_wait with which reads see what any node has confirmed. */
    static final int SYNC_READS = 1;

    private static final int MIB = 1 << 20;
    /** A value of 4 MiB can take twice as much in a statement, if all of it has to be escaped. */
    private static final long SMALLEST_PACKET = 16L * MIB;

    private static final System.Logger LOG = System.getLogger("dev.datasave");
    private static final Pattern VERSION = Pattern.compile("(?:5\\.5\\.5-)?(\\d+)\\.(\\d+).*");
    private static final String QUESTION = """
            SHOW VARIABLES WHERE Variable_name IN ('autocommit', 'sql_mode', 'max_allowed_packet', 'read_only', 'super_read_only',
            'innodb_read_only', 'innodb_flush_log_at_trx_commit', 'innodb_doublewrite', 'innodb_lock_wait_timeout', 'log_bin', 'sync_binlog',
            'binlog_format', 'wsrep_on', 'wsrep_sync_wait', 'wsrep_dirty_reads', 'wsrep_osu_method', 'wsrep_provider_options',
            'group_replication_single_primary_mode')""";

    static MariaFacts of(Connection connection) throws SQLException {
        Map<String, String> variables = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(QUESTION)) {
                while (rows.next()) {
                    variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT VERSION(), COALESCE(DATABASE(), '')")) {
                row.next();
                return new MariaFacts(row.getString(1), row.getString(2), Map.copyOf(variables));
            }
        }
    }

    boolean isMariaDb() {
        return version.contains("MariaDB");
    }

    boolean isGalera() {
        return isOn("wsrep_on");
    }

    private String value(String name) {
        return variables.getOrDefault(name, "");
    }

    private boolean isOn(String name) {
        return !value(name).matches("|OFF|0|NO");
    }

    private long number(String name, long otherwise) {
        return value(name).matches("\\d{1,18}") ? Long.parseLong(value(name)) : otherwise;
    }

    long mostPacket() {
        return number("max_allowed_packet", SMALLEST_PACKET);
    }

    /** Whether what the server confirms is on the disk. A binary log decides at recovery, so it must be there as well. */
    boolean isPowerSafe() {
        boolean flushes = value("innodb_flush_log_at_trx_commit").matches("|1|3");
        boolean isLogged = !isOn("log_bin") || number("sync_binlog", 1) == 1;
        return flushes && isLogged && !value("innodb_doublewrite").equals("OFF");
    }

    /** Refuses a server on which the promises can't be kept. */
    void check(ServerErrors server) {
        Matcher found = VERSION.matcher(version);
        int number = found.matches() ? 100 * Integer.parseInt(found.group(1)) + Integer.parseInt(found.group(2)) : 0;
        refuseIf(
                number < (isMariaDb() ? 1006 : 800),
                server,
                "version " + version,
                isMariaDb() ? "MariaDB 10.6 or newer" : "MySQL 8.0 or newer");
        refuseIf(database.isEmpty(), server, "no database in the URL", "one: jdbc:…://host:3306/database");
        refuseIf(
                isOn("read_only") || isOn("super_read_only") || isOn("innodb_read_only"),
                server,
                "a read-only server",
                "a primary that takes writes (read_only = OFF)");
        refuseIf(
                mostPacket() < SMALLEST_PACKET,
                server,
                "max_allowed_packet = " + value("max_allowed_packet"),
                "at least " + SMALLEST_PACKET + " (16 MiB), so that a value of 4 MiB fits into a statement");
        refuseIf(
                isOn("log_bin") && value("binlog_format").equalsIgnoreCase("STATEMENT"),
                server,
                "binlog_format = STATEMENT, with which InnoDB takes no writes at READ COMMITTED",
                "ROW or MIXED");
        refuseIf(
                value("group_replication_single_primary_mode").equals("OFF"),
                server,
                "Group Replication with several primaries, on which a read can miss what another node has confirmed",
                "a single primary");
        checkGalera(server);
        if (!isPowerSafe()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    server
                            + ": found innodb_flush_log_at_trx_commit, sync_binlog or innodb_doublewrite relaxed; a power"
                            + " cut or a crash of the server's machine can cost what was confirmed, and this storage is not"
                            + " POWER_SAFE");
        }
    }

    private void checkGalera(ServerErrors server) {
        if (isGalera()) {
            String provider = value("wsrep_provider_options").replace(" ", "");
            refuseIf(
                    provider.matches("(?is).*pc\\.ignore_(sb|quorum)=(true|yes|on|1).*"),
                    server,
                    "a Galera node that goes on without a majority (pc.ignore_sb or pc.ignore_quorum)",
                    "both off: two halves of a cluster would both give the same profile away");
            refuseIf(
                    !value("wsrep_osu_method").matches("|TOI"),
                    server,
                    "a Galera node with wsrep_OSU_method = " + value("wsrep_osu_method"),
                    "TOI, so that tables are made on all nodes");
        }
    }

    /** Refuses settings of the connections of a user's own pool, which are not ours to change. */
    void checkPool(ServerErrors server, long callMillis) {
        String where = " in the connections of the pool";
        refuseIf(!isOn("autocommit"), server, "autocommit off" + where, "it on");
        refuseIf(
                !value("sql_mode").contains("STRICT_"),
                server,
                "sql_mode = '" + value("sql_mode") + "'" + where,
                "STRICT_TRANS_TABLES or STRICT_ALL_TABLES, so that nothing is cut off silently");
        refuseIf(
                isGalera() && ((number("wsrep_sync_wait", 0) & SYNC_READS) == 0 || isOn("wsrep_dirty_reads")),
                server,
                "a Galera node and wsrep_sync_wait = " + value("wsrep_sync_wait") + ", wsrep_dirty_reads = "
                        + value("wsrep_dirty_reads") + where,
                "sessionVariables=wsrep_sync_wait=1 in its URL, so that a read sees what another node has confirmed");
        if (number("innodb_lock_wait_timeout", 50) * 1000 > callMillis) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    server + ": found innodb_lock_wait_timeout = " + value("innodb_lock_wait_timeout") + where
                            + ", expected less than the call time-out; a locked row keeps a connection busy for longer");
        }
    }

    private static void refuseIf(boolean isSo, ServerErrors server, String found, String expected) {
        if (isSo) {
            throw new StorageFailed(
                    server + ": found " + found + ", expected " + expected + "; nothing was changed", null);
        }
    }
}
