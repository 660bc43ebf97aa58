package dev.datasave.nodes;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ring of three nodes on this machine, at 127.0.0.1 to 127.0.0.3, each a process of its own. All end at close, and also if this JVM ends in any other way; their
 * files stay.
 */
public final class StartedRing implements AutoCloseable {
    /** How many nodes it has. */
    public static final int NODES = 3;

    private static final long NEEDED = 6_000_000_000L;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int TRIES = 20;

    private final int port;
    private final List<RingNode> nodes;

    private StartedRing(int port, List<RingNode> nodes) {
        this.port = port;
        this.nodes = nodes;
    }

    /**
     * Why there can't be a ring here; empty if there can.
     *
     * @param programs the folder of Cassandra's jars
     */
    public static Optional<String> reasonAgainst(Path programs) {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        if (memory < NEEDED) {
            return Optional.of(
                    "found " + memory / 1_000_000 + " MB of memory, expected at least " + NEEDED / 1_000_000);
        } else if (!Files.isDirectory(programs)) {
            return Optional.of("found no folder " + programs.toAbsolutePath()
                    + ", expected Cassandra's jars there, from a build with -Pcassandra");
        }
        String last = RingNode.address(NODES);
        try (ServerSocket bound = new ServerSocket(0, 1, InetAddress.getByName(last))) {
            return bound.isBound() ? Optional.empty() : Optional.of("found no address " + last);
        } catch (IOException e) {
            return Optional.of("found no address " + last + " on this machine, expected three of its own");
        }
    }

    /**
     * Starts a ring; all nodes know each other and take clients when this returns.
     *
     * @param folder for the nodes' files
     * @param programs the folder of Cassandra's jars
     * @param requestTimeout how long a node tries to do what a client asks for
     * @throws IOException if a node does not start within five minutes
     */
    public static StartedRing start(Path folder, Path programs, Duration requestTimeout)
            throws IOException, InterruptedException {
        int port = freePort();
        int storagePort = freePort();
        List<RingNode> nodes = new ArrayList<>();
        for (int number = 1; number <= NODES; number++) {
            RingNode node =
                    new RingNode(folder.toAbsolutePath().resolve("node" + number), number, programs.toAbsolutePath());
            node.configure(port, storagePort, requestTimeout);
            nodes.add(node);
        }
        StartedRing ring = new StartedRing(port, nodes);
        try {
            nodes.getFirst().start();
            nodes.getFirst().awaitReady(PATIENCE);
            List<RingNode> others = nodes.subList(1, NODES); // all at once is a race
            for (RingNode node : others) {
                node.start();
            }
            for (RingNode node : others) {
                node.awaitReady(PATIENCE);
            }
            for (RingNode node : nodes) {
                node.awaitOthers(PATIENCE);
            }
            return ring;
        } catch (IOException | InterruptedException | RuntimeException e) {
            ring.close();
            throw e;
        }
    }

    /** A port that is free on all addresses. */
    private static int freePort() throws IOException {
        for (int tries = 1; ; tries++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(RingNode.address(1)));
                    ServerSocket second =
                            new ServerSocket(first.getLocalPort(), 1, InetAddress.getByName(RingNode.address(2)));
                    ServerSocket third = new ServerSocket(
                            second.getLocalPort(), 1, InetAddress.getByName(RingNode.address(NODES)))) {
                return third.getLocalPort();
            } catch (IOException taken) {
                if (tries == TRIES) {
                    throw taken;
                }
            }
        }
    }

    /** Where a node takes clients: {@code address:port}. */
    public String contactPoint(int number) {
        return RingNode.address(number) + ":" + port;
    }

    /** A node; they count from 1. */
    public RingNode node(int number) {
        return nodes.get(number - 1);
    }

    /** Kills all nodes. */
    @Override
    public void close() {
        nodes.forEach(RingNode::close);
    }
}
