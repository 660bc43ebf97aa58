package dev.datasave.ring;

import dev.datasave.cli.database.DatabaseRing;
import dev.datasave.cli.database.Place;
import dev.datasave.nodes.StartedRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A ring of three nodes on this machine. */
final class LocalRing implements DatabaseRing {
    /** Says where the jars of the nodes are. The launcher sets it. */
    private static final String PROGRAMS = "datasave.cassandra.nodes";

    private static final String KEYSPACE = "datasave";
    private static final Duration REQUEST = Duration.ofSeconds(5);
    private static final Duration BACK = Duration.ofMinutes(5);

    private final StartedRing ring;

    private LocalRing(StartedRing ring) {
        this.ring = ring;
    }

    static LocalRing start(Path folder) throws IOException, InterruptedException {
        String given = System.getProperty(PROGRAMS);
        if (given == null) {
            throw new IOException("found no programs of Cassandra, expected them from ./datasave, which fetches them,"
                    + " or a ring of yours by --contact-points");
        }
        Path programs = Path.of(given);
        Optional<String> reason = StartedRing.reasonAgainst(programs);
        if (reason.isPresent()) {
            throw new IOException("no ring of Cassandra here: " + reason.get());
        }
        return new LocalRing(StartedRing.start(folder.resolve("cassandra"), programs, REQUEST));
    }

    @Override
    public String name() {
        return "a ring of " + nodes() + " nodes of Cassandra";
    }

    @Override
    public Place place() {
        return Place.ring(ring.contactPoint(1) + "," + ring.contactPoint(2) + "," + ring.contactPoint(3), KEYSPACE);
    }

    @Override
    public int nodes() {
        return StartedRing.NODES;
    }

    @Override
    public void kill(int node) {
        ring.node(node).close();
    }

    @Override
    public void startAgain(int node) throws IOException, InterruptedException {
        ring.node(node).start();
        ring.node(node).awaitReady(BACK);
    }

    @Override
    public void freeze(int node) throws IOException, InterruptedException {
        ring.node(node).freeze();
    }

    @Override
    public void thaw(int node) throws IOException, InterruptedException {
        ring.node(node).thaw();
    }

    @Override
    public void close() {
        try {
            ring.close();
        } catch (UncheckedIOException e) {
            System.getLogger("dev.datasave").log(System.Logger.Level.DEBUG, "a node that is gone", e);
        }
    }
}
