package dev.datasave.peers;

import java.sql.SQLException;

/** One way of keeping a player's data. */
interface Peer {
    /** A short name, which is also that of its schema. */
    String name();

    /** What the tables call it. */
    String title();

    /** Makes its tables, and stores this many players without a holder. */
    void prepare(int players) throws SQLException;

    /** A game server, which has its own connections. */
    PeerServer open(String server) throws SQLException;

    /** The stored money of a player. */
    long stored(String key) throws SQLException;

    /** The name under which the traffic of its servers counts. */
    default Traffic traffic() {
        return Traffic.of(name());
    }

    /** Whether its hops are long waits that cost nothing, so that many can go on at once. */
    default boolean isWaiting() {
        return false;
    }

    /** Whether a join must not begin before the quit has ended, because nothing would hold it back. */
    default boolean isBare() {
        return false;
    }

    /** The key of a player. */
    static String key(int number) {
        return "player-" + number;
    }
}
