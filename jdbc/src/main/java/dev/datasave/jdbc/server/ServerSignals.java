package dev.datasave.jdbc.server;

import dev.datasave.spi.Signals;

/** The signals of a server, which are opened and closed with the storage. */
public interface ServerSignals extends Signals {

    /** Whether signals reached this handle when it was opened. */
    boolean push();

    /** Tells that signals also come another way, so that looking for them less often is enough. */
    default void relax() {}

    /** Ends all listening. */
    void close();
}
