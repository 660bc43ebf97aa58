package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.Profile;
import dev.datasave.SaveResult;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.Write.Durability;
import dev.datasave.spi.WriteResult;
import java.nio.file.Path;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many storages of one process on one file, and opening a file that is locked. */
@Timeout(60)
class TurnTest {
    @TempDir
    private Path directory;

    private static List<WriteResult> write(Storage storage, String key, Durability durability) {
        Write write = Write.put(new EntryId("players", key), Optional.empty(), "w-" + key, Content.of("1"));
        return storage.write(List.of(write.durable(durability)), Atomicity.EACH);
    }

    @Test
    void manyStoragesOfOneProcessOpenAndWriteAtOnce() throws Exception {
        Path file = directory.resolve("players.db");
        try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
            List<Future<Storage>> opened = IntStream.range(0, 64)
                    .mapToObj(i -> threads.submit(() -> {
                        Storage storage = SqlStorage.sqlite(file);
                        for (int j = 0; j < 10; j++) {
                            Durability durability = j == 0 ? Durability.POWER : Durability.PROCESS;
                            assertThat(write(storage, i + "-" + j, durability))
                                    .hasOnlyElementsOfType(WriteResult.Written.class);
                        }
                        return storage;
                    }))
                    .toList();
            for (Future<Storage> storage : opened) {
                storage.get().close();
            }
        }
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("SELECT count(*) FROM entry")).isEqualTo("640");
        }
    }

    @Test
    void twoHundredServersOfOneProcessOpenOneFileAndPlay() throws Exception {
        Path file = directory.resolve("players.db");
        List<DataSave> servers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(200)) {
            List<Future<DataSave>> opened = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> {
                        DataSave server =
                                DataSave.builder(SqlStorage.sqlite(file)).build();
                        Profile<Long> mine = GameProcess.load(server, "player-" + i);
                        mine.update(coins -> coins + 5);
                        assertThat(mine.saveAsync().join()).isInstanceOf(SaveResult.Saved.class);
                        mine.update(coins -> coins + 1);
                        return server;
                    }))
                    .toList();
            for (Future<DataSave> server : opened) {
                servers.add(server.get());
            }
        }
        List<CompletableFuture<CloseReport>> closing =
                servers.stream().map(DataSave::closeAsync).toList();
        for (CompletableFuture<CloseReport> report : closing) {
            assertThat(report.get().released()).isOne();
            assertThat(report.get().notSaved()).isEmpty();
        }
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("SELECT count(*) FROM entry WHERE store = 'Coins' AND value = '6' AND holder IS NULL"))
                    .isEqualTo("200");
        }
    }

    @Test
    void aFileHasOneTurnUnderAllItsNames() throws Exception {
        Path file = directory.toRealPath().resolve("players.db");
        Turn turn = new SqliteFile(file).turn();
        assertThat(new SqliteFile(directory.resolve(".").resolve("players.db")).turn())
                .isSameAs(turn);
        assertThat(new SqliteFile(directory.resolve("others.db")).turn()).isNotSameAs(turn);
    }

    @Test
    void whoWaitsGivesUpInTimeAndIsNotForgottenToBeInterrupted() throws Exception {
        SqliteFile file = new SqliteFile(directory.resolve("players.db"));
        Turn turn = file.turn();
        turn.take(System.nanoTime());
        try {
            CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> turn.take(System.nanoTime() + 1_000_000))
                        .isInstanceOf(SQLTimeoutException.class)
                        .satisfies(e -> assertThat(file.explain(e))
                                .hasMessageEndingWith(": found other storages of this process before it, waiting or"
                                        + " writing, for the whole call time-out, expected a turn"));
                return Thread.interrupted();
            });
            assertThat(other.get()).isTrue();
        } finally {
            turn.giveBack();
        }
        assertThat(CompletableFuture.supplyAsync(() -> {
                            try {
                                return turn.take(System.nanoTime(), () -> "free");
                            } catch (Exception e) {
                                return e.toString();
                            }
                        })
                        .get())
                .isEqualTo("free");
    }

    @Test
    void aWriteBehindAnotherStorageEndsInTimeAndChangesNothing() throws Exception {
        Path file = directory.resolve("players.db");
        try (Storage storage = SqlStorage.sqlite(file, SqlOptions.defaults().callTimeout(Duration.ofMillis(100)))) {
            Turn turn = new SqliteFile(file).turn();
            turn.take(System.nanoTime());
            assertThatThrownBy(() -> write(storage, "a", Durability.PROCESS))
                    .isInstanceOf(StorageFailed.class)
                    .hasMessageContaining(file.toString());
            turn.giveBack();
            assertThat(write(storage, "b", Durability.PROCESS)).hasOnlyElementsOfType(WriteResult.Written.class);
            assertThat(storage.list(EntryQuery.keys("players", "")).items()).hasSize(1);
        }
    }

    @Test
    void aLockedFileIsOpenedWhenItIsFreeAlsoAfterTheCallTimeout() throws Exception {
        Path file = directory.resolve("players.db");
        SqlOptions options = SqlOptions.defaults().callTimeout(Duration.ofMillis(100));
        try (Raw other = new Raw(file);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            other.run("BEGIN EXCLUSIVE"); // as a process does that is about to create the tables
            Future<Storage> opened = threads.submit(() -> SqlStorage.sqlite(file, options));
            assertThatThrownBy(() -> opened.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            other.run("ROLLBACK");
            opened.get().close();
        }
    }

    @Test
    void aFileThatStaysLockedIsNotOpenedAndTheLockIsNamed() throws Exception {
        Path file = directory.resolve("players.db");
        SqlOptions options = SqlOptions.defaults().openTimeout(Duration.ofMillis(300));
        try (Raw other = new Raw(file)) {
            other.run("BEGIN EXCLUSIVE");
            assertThatThrownBy(() -> SqlStorage.sqlite(file, options))
                    .isInstanceOf(StorageFailed.class)
                    .hasMessage("SQLite file " + file.toRealPath() + ": found it locked by another process for PT0.3S"
                            + " while opening it, expected a turn; a process that is stopped keeps its lock until it"
                            + " goes on or is killed");
            other.run("ROLLBACK");
        }
    }
}
