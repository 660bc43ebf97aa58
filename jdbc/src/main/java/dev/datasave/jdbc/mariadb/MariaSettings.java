package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.server.JdbcUrl;
import dev.datasave.jdbc.server.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What our own connections are told: by the driver's settings, and by statements with which each of them begins. */
final class MariaSettings {
    /** Settings of the URL that would break a promise, in either driver. Those that are ours to set are replaced. */
    private static final List<String> NEVER = List.of(
            "autoReconnect",
            "autoReconnectForPools",
            "autocommit",
            "characterEncoding",
            "connectionCollation",
            "assureReadOnly",
            "transactionReplay",
            "pool",
            "useServerPrepStmts",
            "useCursorFetch",
            "useLocalTransactionState",
            "dumpQueriesOnException",
            "includeInnodbStatusInDeadlockExceptions",
            "profileSQL",
            "logSlowQueries");

    private MariaSettings() {}

    /** What a connection to this URL is opened with. */
    static Properties ofConnection(JdbcUrl url, ServerOptions options) {
        Properties properties = url.properties();
        NEVER.forEach(properties::remove);
        if (options.user() != null) {
            properties.setProperty("user", options.user());
        }
        if (options.password() != null) {
            properties.setProperty("password", options.password());
        }
        String millis = Long.toString(options.callTimeout().toMillis());
        properties.setProperty("connectTimeout", millis);
        properties.setProperty("socketTimeout", millis);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("allowMultiQueries", "true");
        properties.setProperty("useAffectedRows", "false");
        properties.setProperty("useBulkStmts", "false");
        properties.setProperty("useBulkStmtsForInserts", "false");
        properties.setProperty("rewriteBatchedStatements", "false");
        return properties;
    }

    /** The statements with which a connection to this server begins. */
    static List<String> first(MariaFacts server, ServerOptions options) {
        long millis = options.serverMillis();
        List<String> values = new ArrayList<>(List.of(
                "sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
                "autocommit = 1",
                "foreign_key_checks = 1",
                "unique_checks = 1",
                "innodb_lock_wait_timeout = " + Math.max(1, millis / 1000),
                "lock_wait_timeout = " + Math.max(1, millis / 1000)));
        if (server.isMariaDb()) {
            values.add("max_statement_time = " + millis / 1000.0);
            values.add("idle_transaction_timeout = " + Math.max(1, options.callSeconds()));
        } else {
            values.add("max_execution_time = " + millis); // only of reads: MySQL has none for writes
        }
        if (server.isGalera()) {
            values.add("wsrep_sync_wait = " + MariaFacts.SYNC_READS);
            values.add("wsrep_dirty_reads = 0");
        }
        return List.of(
                "SET SESSION " + String.join(", ", values),
                "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
                "SET SESSION TRANSACTION READ WRITE");
    }

    /** The statements with which the connection for signals begins: what it sees of a cluster may be late, because whoever is woken reads for himself. */
    static List<String> firstForSignals(MariaFacts server, ServerOptions options) {
        List<String> statements = new ArrayList<>(first(server, options));
        if (server.isGalera()) {
            statements.add("SET SESSION wsrep_sync_wait = 0");
        }
        return statements;
    }
}
