package dev.datasave.cli.demo;

import java.util.Locale;

/** What goes wrong during a run. */
enum Havoc {
    /** Servers are killed, and one is stopped for longer than its lease. */
    SERVERS,
    /** The database is killed, stopped and restarted, and its connections are cut. */
    DATABASE,
    /** The network between servers and database is cut, in one direction or both, and slow and lossy. */
    NETWORK,
    /** A node of a ring is killed, and one is stopped. */
    RING;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
