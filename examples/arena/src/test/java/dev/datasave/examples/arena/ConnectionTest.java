package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.datasave.DataSave;
import dev.datasave.ProfileOptions;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients that don't do what they should, through real sockets. */
@Isolated("looks at all threads")
@Timeout(30)
class ConnectionTest {
    private static final int FLOOD = 1_000_000;

    private Arena arena;

    @BeforeEach
    void open() throws IOException {
        ArenaEvents events = new ArenaEvents(line -> {});
        DataSave dataSave = DataSave.builder(Storage.inMemory())
                .serverName("lobby")
                .listener(events)
                .build();
        arena = Arena.open(dataSave, ProfileOptions.defaults(), events, 0);
    }

    @AfterEach
    void close() {
        arena.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), arena.port()));
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Asks and never reads; returns how many questions were taken until the connection ended. */
    private static int flood(Socket socket) {
        int asked = 0;
        try {
            for (; asked < FLOOD; asked++) {
                say(socket, "help\n");
            }
        } catch (IOException cut) {
            return asked;
        }
        throw new AssertionError("found the connection open after " + asked + " questions, expected it cut");
    }

    /** Asks until so many players and connections are left. */
    private static void await(Client client, int players, int connections) throws IOException {
        String expected = "stats players=" + players + " connections=" + connections + " ";
        while (!client.ask("stats").startsWith(expected)) {
            assertThat(Thread.currentThread().isInterrupted()).as("overdue").isFalse();
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutOffAndItsPlayerReleased() throws IOException {
        try (Socket deaf = connect();
                Client other = new Client(arena)) {
            say(deaf, "join alice\n");
            assertThat(flood(deaf)).as("more than may be left unread").isGreaterThan(4096);
            await(other, 0, 1);
            assertThat(other.ask("join alice")).startsWith("joined alice ");
        }
    }

    @Test
    void aClientThatDoesNotReadKeepsNobodyWaiting() throws Exception {
        try (Socket deaf = connect();
                Client payer = new Client(arena)) {
            say(deaf, "join bob\n");
            payer.ask("join alice");
            payer.ask("earn 1000000");
            String answer;
            do {
                answer = payer.ask("pay bob 1");
            } while (answer.startsWith("error not-here"));
            assertThat(answer).isEqualTo("paid 999999 2");
            Thread flooding = Thread.startVirtualThread(() -> flood(deaf));
            while (flooding.isAlive()) {
                assertThat(payer.ask("earn 1")).startsWith("earned ");
                payer.ask("pay bob 1"); // which tells the one who does not read
            }
            await(payer, 1, 1);
            assertThat(payer.ask("pay bob 1")).startsWith("error not-here");
        }
    }

    @Test
    void aClientThatReadsGetsEveryAnswerInItsOrder() throws Exception {
        int all = 20_000; // many times what may be left unread
        try (Client client = new Client(arena)) {
            client.ask("join alice");
            Thread asking = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < all; i++) {
                        client.send("earn 1\n".getBytes(StandardCharsets.UTF_8));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            for (int i = 1; i <= all; i++) {
                assertThat(client.next()).isEqualTo("earned " + i + " " + i);
            }
            asking.join();
        }
    }

    /** How many threads read from clients, by a dump of all threads, virtual ones too. */
    private static long readers(Path dump) throws IOException {
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        try (Stream<String> lines = Files.lines(dump)) {
            return lines.filter(line -> line.contains("arena.Connection.read(")).count();
        }
    }

    @Test
    void whatComesAfterQuitIsNotObeyedAndKeepsNoThread(@TempDir Path folder) throws Exception {
        try (Client other = new Client(arena)) {
            try (Client alice = new Client(arena)) {
                alice.send(("join alice\nquit\n" + "join bob\n".repeat(1000)).getBytes(StandardCharsets.UTF_8));
                assertThat(alice.next()).startsWith("joined alice 0 ");
                assertThat(alice.next()).startsWith("bye ");
                await(other, 0, 1);
            }
            Path dump = folder.resolve("threads").toAbsolutePath();
            long readers = readers(dump);
            for (int look = 0; readers > 1 && look < 50; look++) { // it may be about to end
                readers = readers(dump);
            }
            assertThat(readers).as("the other client's alone").isEqualTo(1);
        }
    }

    @Test
    void theEndOfTheArenaIsToldBeforeTheConnectionEnds() throws IOException {
        try (Client alice = new Client(arena)) {
            alice.ask("join alice");
            arena.close();
            assertThat(alice.next()).startsWith("kicked ");
            assertThat(alice.next()).isNull();
        }
    }
}
