package dev.datasave.ring;

import dev.datasave.cassandra.CassandraOptions;
import dev.datasave.cassandra.CassandraStorage;
import dev.datasave.cli.database.DatabaseRing;
import dev.datasave.cli.database.Rings;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Rings by Cassandra's driver. */
public final class CassandraRings implements Rings {
    /** For the service loader. */
    public CassandraRings() {}

    @Override
    public DatabaseRing start(Path folder) throws IOException, InterruptedException {
        LocalRing ring = LocalRing.start(folder);
        try {
            ring.place().open().close(); // makes the tables
            return ring;
        } catch (RuntimeException e) {
            ring.close();
            throw e;
        }
    }

    @Override
    public Storage open(String contactPoints, String keyspace, Optional<String> signals) {
        CassandraOptions options = CassandraOptions.defaults().keyspace(keyspace);
        return CassandraStorage.open(
                contactPoints, signals.map(options::networkSignals).orElse(options));
    }
}
