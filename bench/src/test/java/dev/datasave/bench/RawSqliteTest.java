package dev.datasave.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The raw limit does the same work on the same rows as DataSave: a limit that skips some would flatter nobody. */
class RawSqliteTest {
    private static final int COUNT = 300; // more than a batch of 256

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void fill() {
        file = folder.resolve("raw.db");
        RawSqlite.fill(file, COUNT);
    }

    private List<Entry> stored() {
        try (Storage storage = SqlStorage.sqlite(file)) {
            return storage.list(EntryQuery.keys(RawSqlite.STORE, "").withLimit(1000))
                    .items();
        }
    }

    @Test
    void everyProfileIsStoredOnce() {
        assertThat(stored()).hasSize(COUNT).allMatch(entry -> entry.revision() == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 256, 1000})
    void everyRowIsUpdatedAndCommitted(int perTransaction) throws SQLException {
        try (RawSqlite raw = new RawSqlite(file, false, 0, COUNT)) {
            assertThat(raw.updateAll(perTransaction)).isPositive();
            assertThat(raw.updateAll(perTransaction)).isPositive();
        }
        assertThat(stored())
                .hasSize(COUNT)
                .allMatch(entry -> entry.revision() == 3 && entry.writeId().equals("w3"));
    }

    @Test
    void anUpdateThatMeetsAnotherWriterIsNotCounted() throws SQLException {
        EntryId id = new EntryId(RawSqlite.STORE, RawSqlite.key(0));
        try (RawSqlite raw = new RawSqlite(file, true, 0, 1);
                Storage storage = SqlStorage.sqlite(file)) {
            long before = raw.version();
            Optional<Entry> base = storage.read(List.of(id)).getFirst();
            storage.write(List.of(Write.put(id, base, "other", Content.of("{}"))), Atomicity.EACH);
            assertThat(raw.awaitOther(before, () -> false)).isNotEqualTo(before);
            assertThatThrownBy(raw::updateFirst)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("raw update of player-0: found it refused, expected no other writer");
        }
    }

    @Test
    void waitingEndsWhenTheOtherProcessHas() throws SQLException {
        try (RawSqlite raw = new RawSqlite(file, true, 0, 1)) {
            assertThat(raw.awaitOther(raw.version(), () -> true)).isEqualTo(-1);
        }
    }

    @Test
    void profilesAndTheEnginesOwnEntriesAreCountedApart() {
        try (CountingStorage storage = new CountingStorage(Storage.inMemory())) {
            storage.write(List.of(create("Player", "a"), create("Player", "b"), create("~lease", "a")), Atomicity.ALL);
            storage.write(List.of(create("~lease", "b")), Atomicity.EACH);
            assertThat(storage.profileWrites().sum()).isEqualTo(2);
            assertThat(storage.engineWrites().sum()).isEqualTo(2);
            assertThat(storage.read(List.of(new EntryId("Player", "b"))).getFirst())
                    .isPresent();
        }
    }

    private static Write create(String store, String key) {
        return Write.put(new EntryId(store, key), Optional.empty(), "w", Content.of("1"));
    }
}
