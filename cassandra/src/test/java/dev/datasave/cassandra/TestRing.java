package dev.datasave.cassandra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A real ring of three nodes on this machine, started once for all tests of this JVM. */
final class TestRing implements AutoCloseable {
    private static final long NEEDED = 6_000_000_000L;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final AtomicInteger GAMES = new AtomicInteger();
    private static final int SESSIONS = 3;
    static final int BUCKETS = 4;

    private final Path folder;
    private final int port;
    private final List<RingNode> nodes;
    private final List<OpenRing> sessions = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();

    private TestRing(Path folder, int port, List<RingNode> nodes) {
        this.folder = folder;
        this.port = port;
        this.nodes = nodes;
    }

    private static final class Shared {
        static final TestRing RING = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(RING::close));
        }
    }

    /** The ring of all tests; a test is skipped where there can't be one. */
    static TestRing shared() {
        String reason = reasonAgainst();
        if (!reason.isEmpty()) {
            System.out.println("No ring of Cassandra: " + reason);
        }
        assumeTrue(reason.isEmpty(), reason);
        return Shared.RING;
    }

    /** Where the jars of the nodes are, which are on no class path of the tests. */
    private static Path programs() {
        return Path.of(System.getProperty("datasave.cassandra.nodes", "nodes/target/lib"));
    }

    private static String reasonAgainst() {
        long memory = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        if (memory < NEEDED) {
            return "found " + memory / 1_000_000 + " MB of memory, expected at least " + NEEDED / 1_000_000;
        } else if (!Files.isDirectory(programs())) {
            return "found no jars of nodes in " + programs().toAbsolutePath()
                    + ", expected those of a build with -Pcassandra";
        }
        try (ServerSocket third = new ServerSocket(0, 1, InetAddress.getByName(RingNode.address(3)))) {
            return third.isBound() ? "" : "found no address " + RingNode.address(3);
        } catch (IOException e) {
            return "found no address " + RingNode.address(3) + " on this machine, expected three of its own";
        }
    }

    static TestRing start() {
        try {
            Path folder = newFolder();
            int port = freePort();
            int storagePort = freePort();
            List<RingNode> nodes = new ArrayList<>();
            for (int number = 1; number <= 3; number++) {
                RingNode node = new RingNode(
                        folder.resolve("node" + number), number, programs().toAbsolutePath());
                node.configure(port, storagePort);
                nodes.add(node);
            }
            TestRing ring = new TestRing(folder, port, nodes);
            try {
                ring.await(List.of(nodes.get(0).start()));
                ring.await(List.of(nodes.get(1).start(), nodes.get(2).start())); // all at once is a race
                ring.awaitEachOther();
                return ring;
            } catch (IOException | RuntimeException e) {
                ring.stop();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(List<CountDownLatch> ready) {
        try {
            for (CountDownLatch each : ready) {
                if (!each.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("a node is not ready; see the logs in " + folder);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until every node knows the two others. */
    private void awaitEachOther() {
        for (int number = 1; number <= nodes.size(); number++) {
            List<InetSocketAddress> point =
                    ContactPoints.resolved(ContactPoints.parse(RingNode.address(number) + ":" + port));
            try (CqlSession session = OpenRing.connect(point, options().values(), "node " + number, PATIENCE)) {
                SimpleStatement peers = SimpleStatement.newInstance("SELECT count(*) FROM system.peers_v2")
                        .setNode(
                                session.getMetadata().findNode(point.getFirst()).orElseThrow());
                for (int count = 0; session.execute(peers).one().getLong(0) < 2; count++) {
                    if (count == 1000) {
                        throw new IllegalStateException("node " + number + " does not know the others; see " + folder);
                    }
                    Ring.pause(count);
                }
            }
        }
    }

    /** A new folder, beside which nothing is left of JVMs that have ended. */
    private static Path newFolder() throws IOException {
        Path home = Files.createDirectories(
                Path.of(System.getProperty("java.io.tmpdir"), "datasave-cassandra-" + System.getProperty("user.name")));
        try (Stream<Path> folders = Files.list(home)) {
            for (Path each : folders.toList()) {
                String owner = each.getFileName().toString().split("-", -1)[0];
                if (owner.matches("\\d+")
                        && ProcessHandle.of(Long.parseLong(owner)).isEmpty()) {
                    end(each);
                    remove(each);
                }
            }
        }
        return Files.createDirectories(home.resolve(ProcessHandle.current().pid() + "-" + System.nanoTime()));
    }

    /** Ends nodes whose JVM and whose shell were both killed. */
    private static void end(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(each -> each.endsWith("pid")).toList()) {
                String pid = Files.readString(file).strip();
                if (pid.matches("\\d+")) {
                    ProcessHandle.of(Long.parseLong(pid))
                            .filter(process -> Stream.of(
                                            process.info().arguments().orElse(new String[0]))
                                    .anyMatch(argument -> argument.contains(folder.toString())))
                            .ifPresent(process -> {
                                process.destroyForcibly();
                                process.onExit().join();
                            });
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A port that is free on all three addresses. */
    private static int freePort() throws IOException {
        for (int tries = 0; ; tries++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName(RingNode.address(1)));
                    ServerSocket second =
                            new ServerSocket(first.getLocalPort(), 1, InetAddress.getByName(RingNode.address(2)));
                    ServerSocket third =
                            new ServerSocket(second.getLocalPort(), 1, InetAddress.getByName(RingNode.address(3)))) {
                return third.getLocalPort();
            } catch (IOException taken) {
                if (tries == 20) {
                    throw taken;
                }
            }
        }
    }

    /** A name for an empty storage on the shared tables. */
    static String newGame() {
        return "g" + GAMES.incrementAndGet();
    }

    String contactPoints() {
        return RingNode.address(1) + ":" + port + "," + RingNode.address(2) + ":" + port;
    }

    RingNode node(int number) {
        return nodes.get(number - 1);
    }

    static CassandraOptions options() {
        return CassandraOptions.defaults().callTimeout(Duration.ofSeconds(60));
    }

    /** A handle on the storage of a game, whose clock is ahead. Several share the connections of one process. */
    Storage open(String game, Supplier<Duration> ahead) {
        return CassandraStorage.on(session(), options().game(game).networkSignals("127.0.0.1:0"), ahead);
    }

    /** Connections for a test's own statements. */
    CqlSession cql() {
        return ring().session();
    }

    Ring ring() {
        return session().ring();
    }

    private OpenRing session() {
        synchronized (sessions) {
            if (sessions.size() < SESSIONS) {
                sessions.add(OpenRing.open(
                        ContactPoints.parse(contactPoints()), options().values(), BUCKETS));
                return sessions.getLast();
            }
            return sessions.get(opened.getAndIncrement() % SESSIONS);
        }
    }

    @Override
    public void close() {
        synchronized (sessions) {
            sessions.forEach(each -> each.ring().close());
        }
        stop();
    }

    private void stop() {
        nodes.forEach(RingNode::close);
        try {
            remove(folder);
        } catch (IOException e) {
            System.out.println("left behind: " + folder + ", " + e);
        }
    }
}
