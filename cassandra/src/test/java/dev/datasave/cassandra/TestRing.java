package dev.datasave.cassandra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.datasave.nodes.RingNode;
import dev.datasave.nodes.StartedRing;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A real ring of three nodes on this machine, started once for all tests of this JVM. */
final class TestRing implements AutoCloseable {
    /** Longer than calls in tests take on a busy machine. */
    private static final Duration REQUEST = Duration.ofSeconds(20);

    private static final AtomicInteger GAMES = new AtomicInteger();
    private static final int SESSIONS = 3;
    static final int BUCKETS = 4;

    private final Path folder;
    private final StartedRing nodes;
    private final List<OpenRing> sessions = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();

    private TestRing(Path folder, StartedRing nodes) {
        this.folder = folder;
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
        Optional<String> reason = StartedRing.reasonAgainst(programs());
        reason.ifPresent(against -> System.out.println("No ring of Cassandra: " + against));
        assumeTrue(reason.isEmpty(), reason.orElse(""));
        return Shared.RING;
    }

    /** Where the jars of the nodes are, which are on no class path of the tests. */
    private static Path programs() {
        return Path.of(System.getProperty("datasave.cassandra.nodes", "nodes/target/lib"));
    }

    private static TestRing start() {
        try {
            Path folder = newFolder();
            return new TestRing(folder, StartedRing.start(folder, programs(), REQUEST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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

    /** A name for an empty storage on the shared tables. */
    static String newGame() {
        return "g" + GAMES.incrementAndGet();
    }

    String contactPoints() {
        return nodes.contactPoint(1) + "," + nodes.contactPoint(2);
    }

    RingNode node(int number) {
        return nodes.node(number);
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
        nodes.close();
        try {
            remove(folder);
        } catch (IOException e) {
            System.out.println("left behind: " + folder + ", " + e);
        }
    }
}
