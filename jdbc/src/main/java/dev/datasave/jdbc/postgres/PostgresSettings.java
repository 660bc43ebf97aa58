package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.server.JdbcUrl;
import dev.datasave.jdbc.server.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.StringJoiner;

/**
 * What every connection is told. On a direct connection that happens once, when it is opened. A pooler in transaction mode refuses that, and what one
 * client sets stays for the next one; there, every transaction begins with its own settings, and no prepared statement has a name.
 *
 * @param options the options of the storage
 * @param isPooled whether connections lead through a pooler
 * @param isPowerSafe whether the server writes through to the disk
 * @param raisesCommit whether the server's default confirms what is not on the disk yet
 * @param watchesClients whether the server can notice during a statement that its client has gone
 */
record PostgresSettings(
        ServerOptions options, boolean isPooled, boolean isPowerSafe, boolean raisesCommit, boolean watchesClients) {
    /** Settings of the URL that we don't leave to chance. */
    private static final List<String> OURS = List.of(
            "autosave",
            "connectTimeout",
            "loginTimeout",
            "socketTimeout",
            "logServerErrorDetail",
            "readOnly",
            "stringtype");

    /** The settings before anything is known of the server. */
    static PostgresSettings first(ServerOptions options, boolean isPooled) {
        return new PostgresSettings(options, isPooled, true, false, false);
    }

    PostgresSettings pooled() {
        return new PostgresSettings(options, true, isPowerSafe, raisesCommit, watchesClients);
    }

    private List<String> values(String sign) {
        long server = options.serverMillis();
        List<String> values = new ArrayList<>();
        values.add("statement_timeout" + sign + server);
        values.add("lock_timeout" + sign + Math.max(1, server - server / 20));
        values.add("idle_in_transaction_session_timeout" + sign
                + Math.max(1000, options.callTimeout().toMillis()));
        if (watchesClients) {
            values.add("client_connection_check_interval" + sign + Math.clamp(server / 4, 50, 1000));
        }
        if (raisesCommit) {
            values.add("synchronous_commit" + sign + "on");
        }
        return List.copyOf(values);
    }

    /** What follows the BEGIN of a transaction. */
    String ofTransaction() {
        return isPooled ? "; SET LOCAL " + String.join("; SET LOCAL ", values(" = ")) : "";
    }

    /** What a connection to this URL is opened with. */
    Properties ofConnection(JdbcUrl url, boolean direct) {
        Properties properties = url.properties();
        OURS.forEach(properties::remove);
        if (options.user() != null) {
            properties.setProperty("user", options.user());
        }
        if (options.password() != null) {
            properties.setProperty("password", options.password());
        }
        String seconds = Long.toString(options.callSeconds());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("logServerErrorDetail", "false"); // it quotes rows
        properties.putIfAbsent("ApplicationName", "DataSave");
        if (direct) {
            StringJoiner text = new StringJoiner(" -c ", properties.getProperty("options", "") + " -c ", "");
            values("=").forEach(text::add);
            text.add(
                    "plan_cache_mode=force_generic_plan"); // all statements go by keys, and planning one anew costs
                                                           // more than carrying it out
            properties.setProperty("options", text.toString().strip());
        } else {
            properties.setProperty("prepareThreshold", "0");
        }
        return properties;
    }
}
