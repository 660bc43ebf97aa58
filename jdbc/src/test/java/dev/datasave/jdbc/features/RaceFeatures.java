package dev.datasave.jdbc.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
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
public abstract class RaceFeatures {
    private static final int KEYS = 40;

    private final TestServer server;
    private final String schema = TestServer.newSchema(RaceFeatures.class);

    protected RaceFeatures(TestServer server) {
        this.server = server;
    }

    private void run(Connection connection, String statement) throws SQLException {
        try (var running = connection.createStatement()) {
            boolean unused = running.execute(server.on(schema, statement));
        }
    }

    private void awaitABlockedStatement() throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (server.blocked(schema) == 0) {
            assertThat(System.nanoTime()).as("no statement waits for a lock").isLessThan(end);
        }
    }

    @Test
    void aDeadlockWithAnotherProgramIsRepeatedUntilItIsDone_R8() throws Exception {
        try (Storage storage = server.open(schema)) {
            Players.create(storage, "a", "1");
            Players.create(storage, "b", "1");
            try (Connection other = server.connect()) {
                other.setAutoCommit(false);
                server.neverTheVictim(other);
                run(other, "UPDATE {entry} SET metadata = '{}' WHERE {key} = 'b'");
                List<Write> both = List.of(
                        Write.put(Players.id("a"), Players.read(storage, "a"), "w2", Content.of("2")),
                        Write.put(Players.id("b"), Players.read(storage, "b"), "w2", Content.of("2")));
                CompletableFuture<List<WriteResult>> writing =
                        CompletableFuture.supplyAsync(() -> storage.write(both, Atomicity.ALL));
                awaitABlockedStatement();
                run(other, "UPDATE {entry} SET metadata = '{}' WHERE {key} = 'a'"); // now the storage is the victim
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
            try (Connection other = server.connect()) {
                other.setAutoCommit(false);
                run(other, "SELECT 1 FROM {entry} WHERE store = 'players' AND {key} = 'a' FOR UPDATE");
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
    void batchesThatCrossAreAllDecidedWithoutADeadlock_R9() throws Exception {
        try (Storage storage = server.open(schema)) {
            for (int key = 0; key < KEYS; key++) {
                Players.create(storage, "k" + key, "1");
            }
            long before = server.deadlocks();
            assertThat(revisionsAfter(cross(storage))).isEqualTo(KEYS);
            assertThat(server.deadlocks()).isEqualTo(before);
        }
    }

    /** Some databases can't create entries in a race without a deadlock now and then; nobody hears of it. */
    @Test
    void batchesThatCreateTheSameEntriesAreAllDecidedWithoutAnError_R9() throws Exception {
        try (Storage storage = server.open(schema)) {
            assertThat(revisionsAfter(cross(storage))).isZero();
        }
    }

    /** Lets writers on two handles cross each other's ways; returns how many writes were accepted. */
    private long cross(Storage storage) throws Exception {
        try (Storage other = server.open(schema);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> writers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                long seed = i;
                writers.add(threads.submit(crossing(i % 2 == 0 ? storage : other, seed)));
            }
            long written = 0;
            for (Future<Long> writer : writers) {
                written += writer.get(2, TimeUnit.MINUTES);
            }
            return written;
        }
    }

    /** The sum of all revisions, less what was accepted. */
    private long revisionsAfter(long written) {
        try (Storage storage = server.open(schema)) {
            long revisions = 0;
            for (int key = 0; key < KEYS; key++) {
                Entry entry = Players.read(storage, "k" + key).orElseThrow();
                revisions += entry.revision();
                assertThat(storage.versions(VersionQuery.all(entry.id()).withLimit(1000))
                                .items())
                        .as("history of a row that every write supersedes (R6)")
                        .hasSize((int) entry.revision() - 1);
            }
            return revisions - written;
        }
    }

    private static Callable<Long> crossing(Storage storage, long seed) {
        return () -> {
            Random random = new Random(seed);
            long written = 0;
            for (int round = 0; round < 40; round++) {
                List<EntryId> ids = random.ints(0, KEYS)
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
