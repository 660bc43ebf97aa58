package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several JVMs on one file. */
class SqliteProcessesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"PROCESS", "POWER"})
    void killedProcessesLoseNothingThatWasAnswered_R5(String durability) throws Exception {
        Path file = directory.resolve("players.db");
        long first = 0;
        long second = 0;
        try (OtherProcess a = OtherProcess.start("count", file.toString(), "a", durability);
                OtherProcess b = OtherProcess.start("count", file.toString(), "b", durability)) {
            for (int i = 0; i < 50; i++) {
                first = Long.parseLong(a.line());
                second = Long.parseLong(b.line());
            }
            first = last(a.kill(), first);
            for (int i = 0; i < 20; i++) {
                second = Long.parseLong(b.line()); // the other process goes on
            }
            second = last(b.kill(), second);
        }
        try (Storage storage = SqlStorage.sqlite(file)) {
            List<Optional<Entry>> found = storage.read(List.of(
                    new EntryId("counters", "a"), new EntryId("counters", "b"), new EntryId("counters", "shared")));
            long ofA = found.get(0).orElseThrow().revision();
            long ofB = found.get(1).orElseThrow().revision();
            assertThat(ofA).isBetween(first, first + 1);
            assertThat(ofB).isBetween(second, second + 1);
            assertThat(found.get(2).orElseThrow().revision())
                    .as("written in the same steps")
                    .isEqualTo(ofA + ofB);
        }
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    private static long last(List<String> lines, long before) {
        return lines.isEmpty()
                ? before
                : Long.parseLong(lines.get(lines.size() - 1).strip());
    }
}
