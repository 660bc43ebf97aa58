package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.features.Players;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Transactions that meet on the same rows: those of two handles, and those of other programs. */
class PostgresRacesTest {
    private final PostgresProcess server = PostgresProcess.shared();
    private final String schema = PostgresProcess.newSchema(PostgresRacesTest.class);

    private Connection locking(String... statements) throws SQLException {
        Connection connection = server.connect();
        connection.setAutoCommit(false);
        run(connection, statements);
        return connection;
    }

    private void run(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each.formatted(schema));
            }
        }
    }

    private void awaitABlockedStatement() throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (server.run("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%"
                        + schema + "%' AND pid <> pg_backend_pid()")
                .equals("0")) {
            assertThat(System.nanoTime()).as("no statement waits for a lock").isLessThan(end);
        }
    }

    @Test
    void aDeadlockWithAnotherProgramIsRepeatedUntilItIsDone_R8() throws Exception {
        try (Storage storage = server.open(schema)) {
            Players.create(storage, "a", "1");
            Players.create(storage, "b", "1");
            try (Connection other =
                    locking("SET deadlock_timeout = '60s'", "UPDATE %s.entry SET metadata = '{}' WHERE key = 'b'")) {
                List<Write> both = List.of(
                        Write.put(Players.id("a"), Players.read(storage, "a"), "w2", Content.of("2")),
                        Write.put(Players.id("b"), Players.read(storage, "b"), "w2", Content.of("2")));
                CompletableFuture<List<WriteResult>> writing =
                        CompletableFuture.supplyAsync(() -> storage.write(both, Atomicity.ALL));
                awaitABlockedStatement();
                run(other, "UPDATE %s.entry SET metadata = '{}' WHERE key = 'a'"); // now the storage is the victim
                other.commit();
                assertThat(writing.get(10, TimeUnit.SECONDS)).hasOnlyElementsOfType(WriteResult.Written.class);
            }
            assertThat(Players.read(storage, "a").orElseThrow().revision()).isEqualTo(2);
            assertThat(Players.read(storage, "b").orElseThrow().revision()).isEqualTo(2);
        }
    }

    @Test
    void aRowThatAnotherProgramLocksFailsTheCallInTimeAndNothingIsWrittenLater_R8() throws Exception {
        SqlOptions hasty = SqlOptions.defaults().schema(schema).callTimeout(Duration.ofSeconds(1));
        try (Storage storage = SqlStorage.open(server.url(), hasty)) {
            Players.create(storage, "a", "1");
            Players.create(storage, "b", "1");
            Write late = Players.put(storage, "a", "w2", "2");
            try (Connection other = locking("SELECT 1 FROM %s.entry WHERE key = 'a' FOR UPDATE")) {
                long begin = System.nanoTime();
                assertThatThrownBy(() -> Players.write(storage, late))
                        .isInstanceOf(StorageFailed.class)
                        .hasMessageContaining("nothing was changed");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
                assertThat(Players.write(storage, Players.put(storage, "b", "w2", "2")))
                        .isInstanceOf(WriteResult.Written.class);
                other.rollback();
            }
            assertThat(Players.read(storage, "a").orElseThrow().revision()).isEqualTo(1);
            assertThat(Players.write(storage, late)).isInstanceOf(WriteResult.Written.class);
        }
    }

    @Test
    void batchesThatCrossAreAllDecidedWithoutAnError_R9() throws Exception {
        long before = Long.parseLong(server.run("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'"));
        try (Storage one = server.open(schema);
                Storage other = server.open(schema);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> writers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                long seed = i;
                writers.add(threads.submit(crossing(i % 2 == 0 ? one : other, seed)));
            }
            long written = 0;
            for (Future<Long> writer : writers) {
                written += writer.get(2, TimeUnit.MINUTES);
            }
            long revisions = 0;
            for (int key = 0; key < 40; key++) {
                Entry entry = Players.read(one, "k" + key).orElseThrow();
                revisions += entry.revision();
                assertThat(one.versions(VersionQuery.all(entry.id()).withLimit(1000))
                                .items())
                        .as("history of a row that every write supersedes (R6)")
                        .hasSize((int) entry.revision() - 1);
            }
            assertThat(revisions).isEqualTo(written);
        }
        assertThat(Long.parseLong(server.run("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'")))
                .isEqualTo(before);
    }

    private static Callable<Long> crossing(Storage storage, long seed) {
        return () -> {
            Random random = new Random(seed);
            long written = 0;
            for (int round = 0; round < 40; round++) {
                List<EntryId> ids = random.ints(0, 40)
                        .distinct()
                        .limit(2 + random.nextInt(30))
                        .mapToObj(key -> Players.id("k" + key))
                        .toList();
                String writeId = "w-" + seed + "-" + round;
                List<Optional<Entry>> bases = storage.read(ids);
                List<Write> writes = new ArrayList<>();
                for (int i = 0; i < ids.size(); i++) {
                    writes.add(Write.put(ids.get(i), bases.get(i), writeId, Content.of("1"))
                            .superseding(Retention.pin()));
                }
                written += storage.write(writes, random.nextBoolean() ? Atomicity.ALL : Atomicity.EACH).stream()
                        .filter(WriteResult.Written.class::isInstance)
                        .count();
            }
            return written;
        };
    }
}
