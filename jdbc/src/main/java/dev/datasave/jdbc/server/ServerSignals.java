package dev.datasave.jdbc.server;

import dev.datasave.spi.Signals;

/** The signals of a server, which are opened and closed with the storage. */
public interface ServerSignals extends Signals {

    /** Those of a database that has no push: everything works by polling (P6). */
    ServerSignals NONE = new ServerSignals() {
        @Override
        public boolean push() {
            return false;
        }

        @Override
        public void send(String server) {}

        @Override
        public Subscription listen(String server, Runnable wake) {
            return () -> {};
        }

        @Override
        public void close() {}
    };

    /** Whether signals reached this handle when it was opened. */
    boolean push();

    /** Ends all listening. */
    void close();
}
