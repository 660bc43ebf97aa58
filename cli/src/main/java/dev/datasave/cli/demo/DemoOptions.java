package dev.datasave.cli.demo;

import dev.datasave.cli.database.DatabaseKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings of a run.
 *
 * @param servers how many server processes
 * @param players how many players
 * @param seconds how long they play
 * @param seed decides what players and chaos do, but not the timing of the machine
 * @param json the file for the figures, if any
 * @param keep the folder for the data file and the servers' messages, which is kept; without it, a temporary folder
 * @param storage what the run starts for itself
 * @param jdbcUrl a database of the user's instead, if any
 * @param contactPoints a ring of the user's instead, if any
 * @param havoc what goes wrong
 * @param networkSignals the host on which servers listen for signals over the network, if they do
 */
record DemoOptions(
        int servers,
        int players,
        int seconds,
        long seed,
        Optional<Path> json,
        Optional<Path> keep,
        DatabaseKind storage,
        Optional<String> jdbcUrl,
        Optional<String> contactPoints,
        Set<Havoc> havoc,
        Optional<String> networkSignals) {

    private static final Pattern HOST = Pattern.compile("[\\w.-]+|\\[[0-9A-Fa-f:.]+(%[\\w.-]+)?]");

    /**
     * Checks the numbers, and that only a database that belongs to the run is maltreated.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    DemoOptions {
        check("--servers", servers, 1, 20);
        check("--players", players, 1, 5000);
        check("--seconds", seconds, 1, 3600);
        networkSignals.ifPresent(DemoOptions::checkHost);
        havoc = Set.copyOf(havoc);
        if (jdbcUrl.isPresent() && contactPoints.isPresent()) {
            throw new IllegalArgumentException("--contact-points: found --jdbc-url as well, expected one of them");
        }
        String given = jdbcUrl.isPresent() ? "--jdbc-url" : contactPoints.isPresent() ? "--contact-points" : "";
        for (Havoc each : havoc) {
            checkTarget(each, storage, given);
        }
    }

    private static void checkTarget(Havoc havoc, DatabaseKind storage, String given) {
        boolean fits = switch (havoc) {
            case SERVERS -> true;
            case DATABASE, NETWORK -> given.isEmpty() && storage.isServer();
            case RING -> given.isEmpty() && storage == DatabaseKind.CASSANDRA;
        };
        if (!fits) {
            throw new IllegalArgumentException("--chaos " + havoc + ": found "
                    + (given.isEmpty() ? "--storage " + storage : given) + ", expected "
                    + (havoc == Havoc.RING
                            ? "a ring that the demo starts for itself: --storage cassandra"
                            : "a database server that the demo starts for itself: --storage postgres or mariadb"));
        }
    }

    /** Whether the run is on a database of the user's. */
    boolean isOnGiven() {
        return jdbcUrl.isPresent() || contactPoints.isPresent();
    }

    private static void checkHost(String host) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("--network-signals: found \"" + host
                    + "\", expected a name or an address of this machine without a port, an IPv6 address in brackets");
        }
    }

    private static void check(String what, int found, int least, int most) {
        if (found < least || found > most) {
            throw new IllegalArgumentException(what + ": found " + found + ", expected " + least + " to " + most);
        }
    }
}
