package dev.datasave.cli;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Measures a server, and answers those who ask for the figures. A service: the module {@code extras} has it, with the libraries that it takes. */
public interface Metering {
    /**
     * Begins to answer.
     *
     * @param serverName the label of the server
     * @param address where to listen; port 0 = any free one
     * @throws IOException if nobody can listen there
     */
    Running begin(String serverName, InetSocketAddress address) throws IOException;

    /** What measures one server. */
    interface Running extends AutoCloseable {
        /** The same storage, measured. */
        Storage around(Storage storage);

        /** The same listener, counted. */
        DataSaveListener around(DataSaveListener listener);

        /** Takes the figures of the present from this server. */
        void watch(DataSave server);

        /** The port that it listens on. */
        int port();

        @Override
        void close();
    }
}
