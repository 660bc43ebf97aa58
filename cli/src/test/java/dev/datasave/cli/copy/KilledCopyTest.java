package dev.datasave.cli.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.cli.Main;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Storage.Transfer;
import dev.datasave.spi.Storage.Transfer.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that copies is killed in the middle, several times; the same command goes on, and both sides are equal in the end. */
class KilledCopyTest {
    private static final int ENTRIES = 40_000;

    @TempDir
    private Path folder;

    private void fill(Path file) {
        Instant written = Instant.parse("2026-01-02T03:04:05.678Z");
        try (Storage storage = SqlStorage.sqlite(file)) {
            List<Revision> batch = new ArrayList<>();
            for (int i = 0; i < ENTRIES; i++) {
                EntryId id = new EntryId("Purse", "p" + i);
                Content content = Content.of("{\"coins\": " + i + ", \"text\": \"" + "x".repeat(500) + "\"}");
                batch.add(new Revision(new Entry(id, 2, "w2", content, written, written), false, null));
                batch.add(new Revision(new Entry(id, 1, "w1", content, written, written), true, null));
                if (batch.size() == 1000) {
                    assertThat(storage.transfer().orElseThrow().add(batch)).isEqualTo(1000);
                    batch.clear();
                }
            }
        }
    }

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "copy"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said.txt").toFile())
                .start();
    }

    /** Waits until the copy has moved its mark so many times since it began. */
    private static void awaitMoves(Storage target, int moves, Process copy) throws InterruptedException {
        long first = mark(target).map(Entry::revision).orElse(0L);
        while (mark(target).map(Entry::revision).orElse(0L) < first + moves) {
            assertThat(copy.isAlive()).as("the copy still runs").isTrue();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static Optional<Entry> mark(Storage target) {
        return target.read(List.of(Transfer.UNFINISHED)).getFirst();
    }

    @Test
    void theSameCommandGoesOn() throws Exception {
        Path source = folder.resolve("source.db");
        Path target = folder.resolve("target.db");
        fill(source);
        String[] args = {"--from", "jdbc:sqlite:" + source, "--to", "jdbc:sqlite:" + target};
        for (int kill = 1; kill <= 3; kill++) {
            try (Storage watched = SqlStorage.sqlite(target)) {
                Process copy = start(args);
                awaitMoves(watched, 5 * kill, copy);
                copy.destroyForcibly(); // SIGKILL
                assertThat(copy.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThatThrownBy(() -> DataSave.builder(watched).build())
                        .isInstanceOf(StorageFailed.class)
                        .hasMessageContaining("unfinished copy");
            }
        }
        Process last = start(args);
        assertThat(last.waitFor(300, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(folder.resolve("said.txt"));
        assertThat(last.exitValue()).as(said).isZero();
        assertThat(said).contains("40,000 entries", "40,000 superseded revisions", "both sides are equal");
        assertThat(said).doesNotContain("added 80000");
        try (Storage filled = SqlStorage.sqlite(target);
                Transfer.View view = filled.transfer().orElseThrow().view()) {
            assertThat(view.tallies()).containsExactly(new Transfer.Tally("Purse", ENTRIES, ENTRIES));
        }
    }
}
