package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.Storages;
import dev.datasave.jdbc.sql.Sql;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Locked files, full disks, and calls that share a transaction. */
class SqliteWriterTest {
    @TempDir
    private Path directory;

    private Path file;
    private SqliteDialect dialect;
    private Storage storage;

    @BeforeEach
    void open() {
        file = directory.resolve("players.db");
        dialect = SqliteDialect.open(file, Duration.ofSeconds(30), Duration.ofSeconds(30));
        storage = Storages.on(dialect);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static Write create(String key, String value) {
        return Write.put(new EntryId("players", key), Optional.empty(), "w-" + key, Content.of(value));
    }

    private WriteResult write(Write write) {
        return storage.write(List.of(write), Atomicity.EACH).get(0);
    }

    private long count() {
        return storage.list(EntryQuery.keys("players", "").withLimit(1000))
                .items()
                .size();
    }

    @Test
    void lockedFileEndsTheCallInTimeAndChangesNothing_R8() throws Exception {
        SqlOptions hasty = SqlOptions.defaults().callTimeout(Duration.ofMillis(300));
        try (Storage storage = SqlStorage.sqlite(file, hasty);
                Raw other = new Raw(file)) {
            other.run("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> storage.write(List.of(create("a", "1")), Atomicity.EACH))
                    .isInstanceOf(StorageFailed.class)
                    .hasMessageContaining(file.toString());
            assertThat(count()).as("reads go on").isZero();
            other.run("ROLLBACK");
        }
        assertThat(write(create("b", "1"))).isInstanceOf(WriteResult.Written.class);
        assertThat(count()).as("what was given up is never written").isEqualTo(1);
    }

    @Test
    void lockedFileIsWaitedFor() throws Exception {
        try (Raw other = new Raw(file);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            other.run("BEGIN IMMEDIATE");
            Future<WriteResult> result = threads.submit(() -> write(create("a", "1")));
            for (int i = 0; i < 20; i++) {
                assertThat(count()).isZero(); // time passes, in which the write tries and is refused
            }
            other.run("ROLLBACK");
            assertThat(result.get()).isInstanceOf(WriteResult.Written.class);
        }
    }

    @Test
    void callsThatWaitShareOneTransaction() throws Exception {
        List<Future<Long>> seenByOthers = new ArrayList<>();
        try (Raw other = new Raw(file);
                Raw reader = new Raw(file);
                ExecutorService threads = Executors.newFixedThreadPool(20)) {
            other.run("BEGIN IMMEDIATE");
            for (int i = 0; i < 20; i++) {
                String key = "k" + i;
                seenByOthers.add(threads.submit(() -> dialect.write(false, 1, link -> {
                    link.update("connect_user", "user", "players", key);
                    return Long.parseLong(reader.first("SELECT count(*) FROM entry_user"));
                })));
            }
            other.run("ROLLBACK");
            long committedBefore = 0;
            for (Future<Long> seen : seenByOthers) {
                committedBefore = Math.max(committedBefore, seen.get());
            }
            assertThat(committedBefore)
                    .as("rows that an earlier transaction committed")
                    .isLessThan(20);
            assertThat(reader.first("SELECT count(*) FROM entry_user")).isEqualTo("20");
        }
    }

    @Test
    void callThatFailsLeavesItsNeighboursAlone_R9() throws Exception {
        List<Future<Integer>> results = new ArrayList<>();
        try (Raw other = new Raw(file);
                ExecutorService threads = Executors.newFixedThreadPool(10)) {
            other.run("BEGIN IMMEDIATE");
            for (int i = 0; i < 10; i++) {
                String key = "k" + i;
                boolean bad = i == 5;
                results.add(threads.submit(() -> dialect.write(false, 1, link -> {
                    int changed = link.update("connect_user", "user", "players", key);
                    link.execute(bad ? "SELECT no_such_column FROM entry" : "SELECT 1");
                    return changed;
                })));
            }
            other.run("ROLLBACK");
            for (int i = 0; i < 10; i++) {
                Future<Integer> result = results.get(i);
                if (i == 5) {
                    assertThatThrownBy(result::get).hasCauseInstanceOf(StorageFailed.class);
                } else {
                    assertThat(result.get()).isEqualTo(1);
                }
            }
            assertThat(other.first("SELECT count(*) FROM entry_user")).isEqualTo("9");
        }
    }

    @Test
    void fullDiskLosesNothingAndEndsWhenThereIsRoom() throws Exception {
        write(create("before", "1"));
        limitPages("PRAGMA max_page_count = 1");
        assertThatThrownBy(() -> write(create("big", "\"" + "x".repeat(1 << 20) + "\"")))
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("no room on the disk");
        assertThat(count()).isEqualTo(1);

        limitPages("PRAGMA max_page_count = 1000000");
        assertThat(write(create("big", "\"" + "x".repeat(1 << 20) + "\""))).isInstanceOf(WriteResult.Written.class);
        assertThat(count()).isEqualTo(2);
    }

    /** Below what the file has already, a limit only keeps it from growing. */
    private void limitPages(String pragma) {
        dialect.write(false, 1, link -> link.execute(pragma));
    }

    @Test
    void textThatIsNoJsonBreaksNobodyElse_R9() throws Exception {
        List<Write> writes = List.of(create("a", "{broken"), create("b", "{\"money\":5}"));
        assertThat(storage.write(writes, Atomicity.EACH)).hasOnlyElementsOfType(WriteResult.Written.class);
        assertThat(count()).isEqualTo(2);
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("SELECT value ->> 'money' FROM entry WHERE json_valid(value)"))
                    .isEqualTo("5");
        }
    }

    @Test
    void longLogIsMovedIntoTheFile() throws Exception {
        String value = "\"" + "x".repeat(1 << 20) + "\"";
        for (int i = 0; i < 40; i++) {
            write(create("k" + i, value));
        }
        try (Raw raw = new Raw(file)) {
            assertThat(Long.parseLong(
                            raw.all("PRAGMA wal_checkpoint(PASSIVE)", 2).get(0)))
                    .as("pages in the log")
                    .isLessThan(10_000);
        }
    }

    @Test
    @Timeout(60)
    void logThatALongReaderMadeGrowShrinksWhenItEnds() throws Exception {
        Path log = directory.resolve("players.db-wal");
        String value = "\"" + "x".repeat(1 << 20) + "\"";
        write(create("before", "1"));
        try (Raw reader = new Raw(file)) {
            reader.run("BEGIN");
            assertThat(reader.first("SELECT count(*) FROM entry")).isEqualTo("1");
            for (int i = 0; i < 40; i++) {
                write(create("k" + i, value));
            }
            assertThat(Files.size(log)).isGreaterThan(40 << 20);
            assertThat(reader.first("SELECT count(*) FROM entry"))
                    .as("what it began with")
                    .isEqualTo("1");
            reader.run("ROLLBACK");
        }
        int writes = 0;
        while (Files.size(log) > 17 << 20) {
            write(create("after" + writes++, "1")); // as every server does that keeps its lease
        }
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("SELECT count(*) FROM entry")).isEqualTo(String.valueOf(41 + writes));
        }
    }

    @Test
    void listsNeitherScanNorSort() throws Exception {
        Sql sql = new Sql("sqlite");
        try (Raw raw = new Raw(file)) {
            for (String name : List.of(
                    "list_keys",
                    "list_user",
                    "list_past",
                    "list_removed",
                    "list_holder",
                    "list_scores_ascending",
                    "list_scores_descending",
                    "versions_ascending",
                    "versions_descending",
                    "count_due",
                    "sweep_tombstones")) {
                assertThat(raw.all("EXPLAIN QUERY PLAN " + sql.statement(name), 4))
                        .as(name)
                        .isNotEmpty()
                        .noneMatch(step -> step.startsWith("SCAN") || step.contains("TEMP B-TREE"));
            }
            assertThat(raw.all("EXPLAIN QUERY PLAN " + sql.statement("count_history"), 4))
                    .as("values are not read to be counted")
                    .anyMatch(step -> step.contains("COVERING INDEX"));
        }
    }
}
