package dev.datasave.examples.minimal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server that the documentation shows, with real players on real sockets. */
@Timeout(60)
class ClickServerTest {
    private static final Path SOURCE = Path.of("src/main/java/dev/datasave/examples/minimal/ClickServer.java");

    @TempDir
    Path folder;

    /** A player at a terminal. */
    private static final class Terminal implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        private Terminal(ClickServer server, String name) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.door.getLocalPort());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            type(name);
        }

        private void type(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
        }

        private String next() throws IOException {
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private ClickServer server() throws IOException {
        return new ClickServer(folder.resolve("clicks.db"), 0);
    }

    @Test
    @SuppressWarnings("try") // closed before its time on purpose
    void clicksAreForEver() throws IOException {
        try (ClickServer server = server();
                Terminal alice = new Terminal(server, "alice")) {
            assertThat(alice.next()).isEqualTo("alice has 0 clicks");
            alice.type("");
            assertThat(alice.next()).isEqualTo("alice has 1 clicks");
            server.close();
            assertThat(alice.next()).isEqualTo("The server is stopping.");
            assertThat(alice.next()).isNull();
        }
        try (ClickServer server = server();
                Terminal alice = new Terminal(server, "alice")) {
            assertThat(alice.next()).isEqualTo("alice has 1 clicks");
        }
    }

    @Test
    void playerHopsAndBringsTheClicks() throws IOException {
        try (ClickServer one = server();
                ClickServer two = server();
                Terminal here = new Terminal(one, "alice")) {
            here.next();
            here.type("");
            here.next();
            try (Terminal there = new Terminal(two, "alice")) {
                assertThat(there.next()).isEqualTo("alice has 1 clicks");
                assertThat(here.next()).isEqualTo("You have joined another server.");
            }
        }
    }

    @Test
    void playerComesTwiceAndTheSecondConnectionStays() throws IOException {
        try (ClickServer server = server();
                Terminal first = new Terminal(server, "alice")) {
            first.next();
            try (Terminal second = new Terminal(server, "alice")) {
                assertThat(second.next()).isEqualTo("alice has 0 clicks");
                assertThat(first.next()).isEqualTo("You have joined from another place.");
                second.type("");
                assertThat(second.next()).isEqualTo("alice has 1 clicks");
            }
        }
    }

    @Test
    void quitFreesTheProfile() throws IOException {
        try (ClickServer server = server()) {
            try (Terminal alice = new Terminal(server, "alice")) {
                alice.next();
            }
            try (Terminal back = new Terminal(server, "alice")) {
                assertThat(back.next()).isEqualTo("alice has 0 clicks");
            }
        }
    }

    @Test
    void whoHasNoNameIsNotLetIn() throws IOException {
        try (ClickServer server = server();
                Terminal nobody = new Terminal(server, "")) {
            assertThat(nobody.next()).isNull();
        }
    }

    /** All lines but imports, comments and empty ones. */
    @Test
    void serverIsShort() throws IOException {
        assertThat(Files.readAllLines(SOURCE).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.matches("(import|package|/\\*\\*|//).*")))
                .hasSizeLessThanOrEqualTo(50);
    }
}
