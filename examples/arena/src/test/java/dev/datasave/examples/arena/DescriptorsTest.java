package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** An arena that has more players than its process may open files. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no ulimit")
@Timeout(60)
class DescriptorsTest {
    private static final int DESCRIPTORS = 80;
    private static final Pattern FAILED = Pattern.compile("accept-failed=(\\d+)");

    /** Does once what is done later, because to load a class from a folder takes a descriptor. */
    private static void warmUp(int port) throws IOException {
        for (boolean quits : List.of(true, false)) {
            try (Client client = new Client(port)) {
                assertThat(client.ask("join warm")).startsWith("joined warm ");
                assertThat(client.ask("earn 1")).startsWith("earned ");
                if (quits) {
                    assertThat(client.ask("quit")).startsWith("bye ");
                }
            }
        }
        try (Client client = new Client(port)) {
            while (!client.ask("stats").startsWith("stats players=0 connections=1 ")) {
                assertThat(Thread.currentThread().isInterrupted()).as("overdue").isFalse();
            }
        }
    }

    /** Asks until the time is over; returns how often that was. */
    private static int play(Client client, Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        int asked = 0;
        for (; System.nanoTime() < until; asked++) {
            assertThat(client.ask("earn 1")).startsWith("earned ");
        }
        return asked;
    }

    @Test
    void withoutDescriptorsItPausesAndPlaysOnAndLaterAcceptsAgain() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (ArenaProcess arena = ArenaProcess.start(DESCRIPTORS)) {
            warmUp(arena.port());
            playWithoutDescriptors(arena, crowd);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    private static void playWithoutDescriptors(ArenaProcess arena, List<Socket> crowd) throws IOException {
        try (Client alice = new Client(arena.port())) {
            assertThat(alice.ask("join alice")).startsWith("joined alice ");
            assertThat(alice.ask("stats")).startsWith("stats ");
            long begun = System.nanoTime();
            for (int i = 0; i < DESCRIPTORS; i++) { // the system takes them, and they wait there for the arena
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), arena.port()));
            }
            assertThat(arena.event()).matches("accept-failed .*Too many open files.*");
            assertThat(play(alice, Duration.ofSeconds(1))).isPositive();
            for (Socket socket : crowd) {
                socket.close();
            }
            try (Client bob = new Client(arena.port())) {
                assertThat(bob.ask("join bob")).startsWith("joined bob ");
                Matcher failed = FAILED.matcher(bob.ask("stats"));
                long pauses = (System.nanoTime() - begun) / Arena.ACCEPT_PAUSE.toNanos();
                assertThat(failed.find()).isTrue();
                assertThat(Long.parseLong(failed.group(1))).isBetween(2L, pauses + 1);
            }
        }
    }
}
