package dev.datasave.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.HistoryPolicy;
import dev.datasave.ProfileOptions;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two arenas on one storage, played through real sockets. */
@Timeout(30)
class ArenaTest {
    private final Storage storage = Storage.inMemory();
    private Arena first;
    private Arena second;

    @BeforeEach
    void open() throws IOException {
        first = arena("lobby-1");
        second = arena("lobby-2");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
        storage.close();
    }

    private Arena arena(String name) throws IOException {
        ArenaEvents events = new ArenaEvents(line -> {});
        DataSave dataSave = DataSave.builder(storage)
                .serverName(name)
                .listener(events)
                .keepStorageOpen()
                .build();
        return Arena.open(
                dataSave, ProfileOptions.<PlayerData>defaults().history(HistoryPolicy.everything()), events, 0);
    }

    @Test
    void playerJoinsEarnsSavesAndQuits() throws IOException {
        try (Client alice = new Client(first)) {
            assertThat(alice.ask("join alice")).isEqualTo("joined alice 0 1 0 lobby-1");
            assertThat(alice.ask("earn 10")).isEqualTo("earned 10 1");
            assertThat(alice.ask("earn 5 7")).isEqualTo("earned 15 7");
            assertThat(alice.ask("save")).isEqualTo("saved 2");
            assertThat(alice.ask("show")).startsWith("shown alice money=15 op=7 booked=2 items=27 ");
            assertThat(alice.ask("quit")).isEqualTo("bye 3");
            assertThat(alice.next()).isNull();
        }
    }

    @Test
    void hoppingAtOnceHandsOverWhatWasNotSavedAndKicks() throws IOException {
        try (Client here = new Client(first);
                Client there = new Client(second)) {
            here.ask("join alice");
            here.ask("earn 10");
            assertThat(there.ask("join alice")).startsWith("joined alice 10 ").endsWith(" 1 lobby-2");
            assertThat(here.next()).isEqualTo("kicked handed-over");
            assertThat(here.ask("earn 10")).startsWith("error not-active");
            assertThat(here.ask("save")).startsWith("error not-active");
            assertThat(there.ask("earn 1")).isEqualTo("earned 11 2");
        }
    }

    @Test
    void profileIsAsLargeAsARealOne() throws IOException {
        try (Client alice = new Client(first)) {
            alice.ask("join alice");
            alice.ask("save");
            assertThat(size()).isBetween(2 << 10, 4 << 10);
            for (int op = 1; op <= 100; op++) {
                alice.ask("earn 1000 " + op * 1000);
            }
            alice.ask("quit");
            assertThat(size()).isBetween(2 << 10, 4 << 10);
        }
    }

    private int size() {
        Entry alice = storage.read(List.of(new EntryId(Arena.STORE, "alice")))
                .getFirst()
                .orElseThrow();
        return String.valueOf(alice.content().value()).length();
    }

    @Test
    void lostConnectionIsARelease() throws IOException {
        try (Client gone = new Client(first)) {
            gone.ask("join alice");
            gone.ask("earn 10");
        }
        try (Client back = new Client(second)) {
            assertThat(back.ask("join alice")).startsWith("joined alice 10 ");
        }
    }

    @Test
    void secondJoinOnOneConnectionIsRefused() throws IOException {
        try (Client alice = new Client(first)) {
            alice.ask("join alice");
            assertThat(alice.ask("join bob")).startsWith("error already-joined");
            assertThat(alice.ask("earn 1")).isEqualTo("earned 1 1");
        }
    }

    @Test
    void anOpIsDoneOnce() throws IOException {
        try (Client alice = new Client(first)) {
            alice.ask("join alice");
            alice.ask("earn 10 5");
            assertThat(alice.ask("earn 10 5")).startsWith("error old-op");
            assertThat(alice.ask("show")).contains("money=10 op=5 booked=1");
        }
    }

    @Test
    void everythingElseIsAClearErrorAndTheConnectionLives() throws IOException {
        try (Client alice = new Client(first)) {
            assertThat(alice.ask("earn 10")).startsWith("error not-joined");
            assertThat(alice.ask("dance")).startsWith("error unknown-command");
            assertThat(alice.ask("x".repeat(10_000))).startsWith("error line-too-long");
            alice.send(new byte[] {'j', (byte) 0xc3, '\n'});
            assertThat(alice.next()).startsWith("error not-utf8");
            assertThat(alice.ask("join ../etc")).startsWith("error bad-name");
            assertThat(alice.ask("help")).startsWith("help join <name>");
            assertThat(alice.ask("join alice")).startsWith("joined alice 0 ");
        }
    }

    @Test
    void closingTheServerKicksAndSaves() throws IOException {
        try (Client alice = new Client(first)) {
            alice.ask("join alice");
            alice.ask("earn 10");
            assertThat(first.stop().isClean()).isTrue();
        }
        try (Client alice = new Client(second)) {
            assertThat(alice.ask("join alice")).startsWith("joined alice 10 ");
        }
    }
}
