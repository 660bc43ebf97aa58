package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that are killed while the database file is locked, and what their spool brings back (F18). */
class SqliteSpoolTest {
    @TempDir
    private Path directory;

    private Path file;
    private Path spool;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @BeforeEach
    void places() {
        file = directory.resolve("players.db");
        spool = directory.resolve("spool");
    }

    private OtherProcess playing(String key, long coins) throws IOException {
        OtherProcess game = OtherProcess.start("play", file.toString(), spool.toString(), key, Long.toString(coins));
        assertThat(line(game, "playing")).isEqualTo("playing");
        return game;
    }

    /** The next line that begins with these words. */
    private static String line(OtherProcess game, String start) throws IOException {
        String line = game.line();
        while (!line.startsWith(start)) {
            line = game.line();
        }
        return line;
    }

    /** Another program holds the write lock of the file until this is closed. */
    private Raw locked() throws Exception {
        Raw raw = new Raw(file);
        raw.run("PRAGMA busy_timeout = 10000");
        raw.run("BEGIN IMMEDIATE");
        return raw;
    }

    private List<String> states() throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.map(found -> found.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .toList();
        }
    }

    private void awaitAState() throws Exception {
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            spool.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (states().isEmpty()) {
                WatchKey key = watch.poll(30, TimeUnit.SECONDS);
                assertThat(key).as("a state in the spool within 30 s").isNotNull();
                key.pollEvents();
                key.reset();
            }
        }
    }

    private String event() throws InterruptedException {
        String event = events.poll(30, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }

    private long coins(String key) throws Exception {
        try (DataSave server = GameProcess.server(file, spool, events::add)) {
            return GameProcess.load(server, key).data();
        }
    }

    @Test
    @DisplayName("SIGKILL in the middle of a shutdown, with the database file locked: the next start has it")
    void killedWhileClosing() throws Exception {
        try (OtherProcess game = playing("k", 5)) {
            try (Raw locked = locked()) {
                game.say("close");
                awaitAState();
                game.kill();
                locked.run("ROLLBACK");
            }
        }
        assertThat(coins("k")).isEqualTo(5);
        assertThat(event()).isEqualTo("replayed k");
        assertThat(states()).isEmpty();
    }

    @Test
    @DisplayName("killed again and again while it replays, at any moment: stored once")
    void killedWhileReplaying() throws Exception {
        try (OtherProcess game = playing("k", 5);
                Raw locked = locked()) {
            game.say("close");
            awaitAState();
            game.kill();
            locked.run("ROLLBACK");
        }
        for (int i = 0; i < 3; i++) {
            try (OtherProcess game = OtherProcess.start("play", file.toString(), spool.toString(), "other", "1")) {
                if (i > 0) {
                    line(game, i == 1 ? "replayed" : "playing");
                }
                game.kill();
            }
        }
        assertThat(coins("k")).isEqualTo(5);
        assertThat(states()).isEmpty();
        try (Raw raw = new Raw(file)) {
            assertThat(raw.all("SELECT store FROM entry WHERE store = '~orphan'", 1))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("a server that closes in time says where the states are, and another process stores them")
    void closedWithTheFileLocked() throws Exception {
        try (OtherProcess game = playing("k", 5);
                Raw locked = locked()) {
            game.say("release");
            assertThat(line(game, "released")).isEqualTo("released false");
            game.say("close");
            assertThat(line(game, "closed")).isEqualTo("closed 0 0");
            assertThat(states()).hasSize(1);
            locked.run("ROLLBACK");
        }
        assertThat(coins("k")).isEqualTo(5);
    }

    @Test
    @DisplayName("two processes with one spool: the files of the living are left alone, those of the killed are taken")
    void processesShareASpool() throws Exception {
        try (OtherProcess game = playing("k", 5)) {
            try (Raw locked = locked()) {
                game.say("release");
                assertThat(line(game, "released")).isEqualTo("released false");
                List<String> before = states();
                assertThat(before).hasSize(1);
                Path otherFile = directory.resolve("other.db");
                try (DataSave other = GameProcess.server(otherFile, spool, events::add)) {
                    assertThat(GameProcess.load(other, "x").data()).isZero();
                }
                assertThat(states()).as("its owner lives").isEqualTo(before);
                game.kill();
                locked.run("ROLLBACK");
            }
        }
        assertThat(coins("k")).isEqualTo(5);
        assertThat(event()).isEqualTo("replayed k");
    }
}
