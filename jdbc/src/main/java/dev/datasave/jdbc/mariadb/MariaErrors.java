package dev.datasave.jdbc.mariadb;

import dev.datasave.jdbc.server.Server.Trouble;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What error codes mean. MariaDB and MySQL share them; their SQLSTATEs and the classes of exceptions say too little, and differ between the drivers.
 * Their messages can quote data, so only those that can't are shown.
 */
final class MariaErrors {
    /** Deadlock (and, on a cluster, a lost certification), snapshot, an entry born meanwhile, a lost certification of Group Replication. */
    private static final Set<Integer> NOT_DONE = Set.of(1213, 1020, 1062, 3101);
    /**
     * Ends of connections, besides class 08: no connection left, shutting down, killed, broken off, idle for too long; and servers that have become
     * read-only, or a cluster node without a majority.
     */
    private static final Set<Integer> LOST = Set.of(
            1040, 1042, 1043, 1047, 1053, 1077, 1079, 1080, 1152, 1153, 1154, 1155, 1156, 1157, 1158, 1159, 1160, 1161,
            1184, 1203, 1226, 1290, 1836, 1927, 2002, 2003, 2006, 2013, 2055, 3169, 4031);
    /** Errors whose messages quote what was written. */
    private static final Set<Integer> QUOTING = Set.of(1062, 1064, 1292, 1366, 1406, 4025, 4038);

    private MariaErrors() {}

    static Trouble trouble(SQLException error) {
        SQLException first = first(error);
        if (NOT_DONE.contains(first.getErrorCode())) {
            return Trouble.NOT_DONE;
        }
        String state = String.valueOf(first.getSQLState());
        boolean isLost = LOST.contains(first.getErrorCode())
                || state.startsWith("08")
                || state.equals("25S03")
                || (first.getErrorCode() <= 0 && first.getSQLState() == null);
        return isLost ? Trouble.LOST : Trouble.OTHER;
    }

    static String meaning(SQLException error) {
        SQLException first = first(error);
        int code = first.getErrorCode();
        String found = switch (code) {
            case 1044, 1142, 1143, 1227, 1370 ->
                "found that the user has not the rights for this, expected the ones in docs/storages.md";
            case 1045, 1698, 1251 -> "found that the server refuses this user or password";
            case 1046 -> "found no database in the URL, expected jdbc:…://host:3306/database";
            case 1049 -> "found no such database, expected one that the user has created";
            case 1290, 1836 -> "found a read-only server, expected the primary";
            case 1021, 1114, 1041 -> "found no room on the server's disk, expected some; nothing was changed";
            case 1040, 1203, 1226 ->
                "found that the server has no connection left, expected max_connections to be larger or"
                        + " SqlOptions.connections smaller";
            case 1047 -> "found a cluster node that has no majority or is not ready";
            case 1205 -> "found entries locked by another transaction for the whole call time-out; nothing was changed";
            case 1969, 3024, 1317 ->
                "found the statement unfinished at the end of the call time-out; nothing was changed";
            case 1213, 1020, 1062, 3101 ->
                "found conflicts with other transactions until the end of the call time-out; nothing was changed";
            case 1146, 1054 -> "found the tables gone or changed, expected the ones that DataSave made";
            case 1153 -> "found a statement larger than the server's max_allowed_packet, expected at least 16 MiB";
            case 1665 ->
                "found binlog_format = STATEMENT, with which InnoDB takes no writes at READ COMMITTED, expected ROW or"
                        + " MIXED";
            default -> trouble(error) == Trouble.LOST ? "found no way to the server, or lost it" : "found an error";
        };
        String said = QUOTING.contains(code) ? "" : ": " + first.getMessage();
        return found + " (code " + code + ", SQLSTATE " + first.getSQLState() + said + ")";
    }

    /** The first one with a code in the chain of causes: a pool wraps what its connections met. */
    private static SQLException first(SQLException error) {
        for (@Nullable Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof SQLException inner && (inner.getErrorCode() > 0 || inner.getSQLState() != null)) {
                return inner;
            }
        }
        return error;
    }
}
