package dev.datasave.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the face refuses before it asks the database, and in which words. */
class SqlStorageTest {
    private static final EntryId ID = new EntryId("players", "alice");

    @TempDir
    private Path directory;

    private Path file;
    private Storage storage;

    @BeforeEach
    void open() {
        file = directory.resolve("players.db");
        storage = SqlStorage.sqlite(file);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static Write create(String key, String writeId) {
        return Write.put(new EntryId("players", key), Optional.empty(), writeId, Content.of("1"));
    }

    private void assertRefused(Consumer<Storage> call, String message) {
        assertThatThrownBy(() -> call.accept(storage))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(storage.list(EntryQuery.keys("players", "")).items()).isEmpty();
    }

    @Test
    void anIdTwiceInOneCallIsNamed() {
        String message = "ids of one call: found " + ID + " twice, expected each once";
        assertRefused(storage -> storage.read(List.of(ID, ID)), message);
        List<Write> writes = List.of(create("alice", "w1"), create("bob", "w1"), create("alice", "w2"));
        assertRefused(storage -> storage.write(writes, Atomicity.EACH), message);
    }

    @Test
    void moreWritesThanABatchHoldsAreCounted() {
        List<Write> writes = IntStream.rangeClosed(0, Limits.BATCH)
                .mapToObj(i -> create("k" + i, "w"))
                .toList();
        assertRefused(
                storage -> storage.write(writes, Atomicity.ALL),
                "writes in one call: found 1001, expected at most 1000");
        assertThat(storage.write(writes.subList(0, Limits.BATCH), Atomicity.ALL))
                .hasSize(Limits.BATCH);
    }

    @Test
    void anAtomicBatchHasOneWriteId() {
        List<Write> writes = List.of(create("alice", "w1"), create("bob", "w2"), create("carol", "w1"));
        assertRefused(
                storage -> storage.write(writes, Atomicity.ALL),
                "write ids of one atomic batch: found 2, expected one that all writes share");
        assertThat(storage.write(writes, Atomicity.EACH)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aSweepOfNothingIsRefused(int limit) {
        assertRefused(storage -> storage.sweep(limit), "limit of a sweep: found " + limit + ", expected at least 1");
    }

    @ParameterizedTest
    @CsvSource({"'',0", "a b,3", "ä,1", "'tab\t',4", "\u007f,1"})
    void aNameToSignalToIsPrintableAscii(String name, int length) {
        String message = "name to signal to: found " + length + " characters, expected 1 to 64 of printable ASCII";
        assertRefused(storage -> storage.signals().send(name), message);
        assertRefused(storage -> storage.signals().listen(name, () -> {}), message);
    }

    @Test
    void aNameToSignalToHas64CharactersAtMost() {
        storage.signals().send("~".repeat(64));
        assertRefused(
                storage -> storage.signals().send("x".repeat(65)),
                "name to signal to: found 65 characters, expected 1 to 64 of printable ASCII");
    }

    @Test
    void everyCallOfAClosedStorageSaysThatItIsClosed() {
        Signals signals = storage.signals();
        storage.close();
        storage.close();
        Map<String, Runnable> calls = Map.of(
                "read", () -> storage.read(List.of(ID)),
                "write", () -> storage.write(List.of(create("alice", "w1")), Atomicity.EACH),
                "list", () -> storage.list(EntryQuery.keys("players", "")),
                "versions", () -> storage.versions(VersionQuery.all(ID)),
                "retain", () -> storage.retain(ID, 1, Retention.pin()),
                "sweep", () -> storage.sweep(1),
                "backlog", storage::backlog,
                "signals", storage::signals,
                "send", () -> signals.send("server-1"),
                "listen", () -> signals.listen("server-1", () -> {}));
        calls.forEach((name, call) -> assertThatThrownBy(call::run)
                .as(name)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("SQLite file " + file + " is closed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:oracle:thin:scott/s3cret", "oracle", "", "jdbc:h2:mem", "JDBC:SQLITE:a", "jdbc:sqlite"})
    void aUrlOfNoKnownDatabaseIsRefusedWithoutItsEnd(String url) {
        assertThatThrownBy(() -> SqlStorage.open(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        ", expected one that begins with jdbc:sqlite:, jdbc:postgresql:, jdbc:mariadb: or jdbc:mysql:")
                .message()
                .doesNotContain("s3cret");
    }
}
