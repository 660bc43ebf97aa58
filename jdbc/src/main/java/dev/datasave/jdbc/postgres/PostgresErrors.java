package dev.datasave.jdbc.postgres;

import dev.datasave.jdbc.server.Server.Trouble;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's error codes (SQLSTATE) mean. Its messages can quote data, so only those that can't are shown. */
final class PostgresErrors {
    static final String NOTIFY_QUEUE_FULL = "54000";

    private static final Set<String> NOT_DONE = Set.of("40001", "40P01");
    /** Ends of connections; besides class 08. 25006: a server that was a primary and has become a standby. */
    private static final Set<String> LOST =
            Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04", "25006", "53300", "XX000", "XX001");

    private PostgresErrors() {}

    static Trouble trouble(SQLException error) {
        String state = state(error);
        if (NOT_DONE.contains(state)) {
            return Trouble.NOT_DONE;
        }
        return state.startsWith("08") || state.isEmpty() || LOST.contains(state) ? Trouble.LOST : Trouble.OTHER;
    }

    /** Whether the server has found a damaged table or index. */
    static boolean isDamage(SQLException error) {
        return Set.of("XX001", "XX002").contains(state(error));
    }

    static String meaning(SQLException error) {
        String state = state(error);
        String found = switch (state) {
            case "28P01", "28000" -> "found that the server refuses this user or password";
            case "3D000" -> "found no such database, expected one that the user has created";
            case "42501" -> "found that the user has not the rights for this, expected the ones in docs/storages.md";
            case "25006" ->
                "found a read-only server, expected the primary; with several hosts in the URL, add"
                        + " targetServerType=primary";
            case "53100" -> "found no room on the server's disk, expected some; nothing was changed";
            case "53300" ->
                "found that the server has no connection left, expected max_connections to be larger or"
                        + " SqlOptions.connections smaller";
            case "55P03" ->
                "found entries locked by another transaction for the whole call time-out; nothing was changed";
            case "57014" -> "found the statement unfinished at the end of the call time-out; nothing was changed";
            case "57P03" -> "found the server starting or stopping";
            case "26000", "42P05" ->
                "found prepared statements that a pooler mixes up, expected prepareThreshold=0"
                        + " in the URL of the pool";
            case "42P01", "3F000", "42703" -> "found the tables gone or changed, expected the ones that DataSave made";
            case "40001", "40P01" ->
                "found conflicts with other transactions until the end of the call time-out;" + " nothing was changed";
            default -> trouble(error) == Trouble.LOST ? "found no way to the server, or lost it" : "found an error";
        };
        return found + " (" + (state.isEmpty() ? "no SQLSTATE" : "SQLSTATE " + state) + ": " + error.getMessage() + ")";
    }

    /** The first code in the chain of causes: a pool wraps what its connections met. */
    private static String state(SQLException error) {
        for (@Nullable Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof SQLException inner && inner.getSQLState() != null) {
                return inner.getSQLState();
            }
        }
        return "";
    }
}
