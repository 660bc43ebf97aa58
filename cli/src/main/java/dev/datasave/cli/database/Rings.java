package dev.datasave.cli.database;

import dev.datasave.spi.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Rings of Apache Cassandra. A service: the module {@code ring} has it, with the libraries that it takes. */
public interface Rings {
    /**
     * Starts a ring on this machine; its tables are there when this returns.
     *
     * @throws IOException if there can't be one here
     */
    DatabaseRing start(Path folder) throws IOException, InterruptedException;

    /**
     * Opens the storage of a ring.
     *
     * @param contactPoints one or several nodes, separated by commas
     * @param signals the address on which signals over the network are listened to, if they are
     * @throws IllegalArgumentException if one of them has another form
     * @throws dev.datasave.DataSaveException.StorageFailed if the ring is not reached, or refused
     */
    Storage open(String contactPoints, String keyspace, Optional<String> signals);

    /**
     * The service.
     *
     * @throws IllegalArgumentException if this program does not have it
     */
    static Rings find() {
        return ServiceLoader.load(Rings.class)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "found a program without Cassandra's driver, expected the one that ./datasave runs for --storage cassandra or --contact-points"));
    }
}
