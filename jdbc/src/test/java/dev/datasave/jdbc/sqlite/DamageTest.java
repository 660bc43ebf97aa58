package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.DataSaveListener;
import dev.datasave.KeyInfo;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Paging;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in which bits have changed: what is read is right or told to be damaged, never other data, and nothing that exists is answered as new (F4, F5). */
class DamageTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("players.db");
    }

    private Storage rescue() {
        return SqlStorage.sqlite(file, SqlOptions.defaults().openDamaged());
    }

    /** The pages are not checked at opening, as in a large file. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void flippedBitsAreNeverSilent(long seed) throws IOException {
        try (Storage storage = SqlStorage.sqlite(file)) {
            Flips.write(storage);
        }
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(seed);
        Flips.Count count = new Flips.Count();
        for (int i = 0; i < 20; i++) {
            Files.write(file, sound);
            Flips.flip(file, random);
            try (Storage storage = rescue()) {
                Flips.read(storage, count);
            } catch (StorageFailed told) {
                count.told++;
            }
            Files.deleteIfExists(Path.of(file + "-wal"));
            Files.deleteIfExists(Path.of(file + "-shm"));
        }
        assertThat(count.silent).isEmpty();
        assertThat(count.told).isPositive();
        assertThat(count.right).isGreaterThan(1000);
    }

    private void damage(String sql) throws SQLException {
        try (Raw raw = new Raw(file)) {
            raw.run("PRAGMA writable_schema = ON");
            raw.run(sql);
        }
    }

    private static EntryId id(String key) {
        return new EntryId("players", key);
    }

    private void put(String... keys) {
        try (Storage storage = SqlStorage.sqlite(file)) {
            for (String key : keys) {
                storage.write(
                        List.of(Write.put(id(key), Optional.empty(), "w-" + key, Content.of("\"" + key + "\""))),
                        Atomicity.EACH);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value = '\"bob!\"'",
                "value = NULL",
                "system = '{}'",
                "holder = 'x/y'",
                "user_ids = '[\"u\"]'",
                "user_ids = '[\"u'",
                "metadata = '{\"a\":\"b\"}'",
                "score = 1",
                "revision = 2",
                "write_id = 'w'",
                "created = created + 1",
                "updated = updated + 1",
                "checksum = checksum + 1",
                "checksum = NULL",
                "value_checksum = NULL",
                "value_checksum = value_checksum + 1"
            })
    void aPartThatWasChangedDamagesItsEntryAlone(String change) throws SQLException {
        put("alice", "bob", "carol");
        damage("UPDATE entry SET " + change + " WHERE key = 'bob'");
        try (Storage storage = rescue()) {
            List<Optional<Entry>> read = storage.read(List.of(id("alice"), id("bob"), id("carol")));
            assertThat(read)
                    .extracting(entry -> entry.orElseThrow().isDamaged())
                    .containsExactly(false, true, false);
            Entry bob = read.get(1).orElseThrow();
            assertThat(bob.damage()).startsWith("entry players/bob: found ").contains(", expected ");
            assertThat(bob.isTombstone()).isFalse();
            assertThatThrownBy(bob::content).hasMessage(bob.damage());
            assertThat(storage.check()).singleElement().asString().startsWith("entry players/bob: found ");
            assertThatThrownBy(() -> storage.write(
                            List.of(Write.put(id("bob"), Optional.empty(), "new", Content.of("0"))), Atomicity.EACH))
                    .isInstanceOf(StorageFailed.class)
                    .hasMessageContaining("a write that is not based on it was refused");
        }
    }

    @Test
    void aListShowsTheDamagedEntryAmongTheOthers() throws SQLException {
        put("alice", "bob", "carol", "dora");
        damage("UPDATE entry SET metadata = '{\"a\":\"b\"}' WHERE key IN ('bob', 'carol')");
        try (Storage storage = rescue()) {
            for (int limit : new int[] {1, 2, 3, 4}) {
                EntryQuery query =
                        EntryQuery.keys("players", "").withoutValues().withLimit(limit);
                List<String> keys = new ArrayList<>();
                String cursor = null;
                do {
                    var page = storage.list(query.from(cursor));
                    page.items().forEach(entry -> keys.add(entry.id().key() + (entry.isDamaged() ? "!" : "")));
                    cursor = page.next();
                } while (cursor != null);
                assertThat(keys.stream().distinct()).containsExactly("alice", "bob!", "carol!", "dora");
            }
        }
    }

    @Test
    void aRevisionThatWasChangedIsDamaged() throws SQLException {
        try (Storage storage = SqlStorage.sqlite(file)) {
            Flips.write(storage);
        }
        EntryId first = Flips.ids().getFirst();
        damage("UPDATE history SET value = '0' WHERE key = '" + first.key() + "'");
        try (Storage storage = rescue()) {
            assertThat(storage.read(List.of(first)).getFirst().orElseThrow().isDamaged())
                    .isFalse();
            assertThat(storage.versions(VersionQuery.all(first)).items())
                    .extracting(Entry::isDamaged)
                    .containsExactly(true);
            assertThat(storage.check()).singleElement().asString().contains(first.key());
        }
    }

    /** The index of keys points to nothing: SQLite alone would find no entry, and write a second one. */
    private void loseTheKeyOf(String key) throws SQLException, IOException {
        byte[] bytes = Files.readAllBytes(file);
        int root;
        try (Raw raw = new Raw(file)) {
            root = Integer.parseInt(
                    raw.first("SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_entry_1'"));
        }
        byte[] searched = ("players" + key).getBytes(StandardCharsets.UTF_8);
        int page = (root - 1) * 4096;
        for (int at = page; at < page + 4096 - searched.length; at++) {
            if (Arrays.equals(bytes, at, at + searched.length, searched, 0, searched.length)) {
                bytes[at + searched.length - 1] ^= 0x04; // stays in order
            }
        }
        Files.write(file, bytes);
    }

    @Test
    void anEntryThatItsIndexHasLostIsNotNew() throws Exception {
        put("alice", "bob", "carol");
        loseTheKeyOf("bob");
        try (Storage storage = SqlStorage.sqlite(file)) {
            Entry bob = storage.read(List.of(id("bob"))).getFirst().orElseThrow();
            assertThat(bob.damage()).contains("found its key in one of its two indexes only");
            assertThat(storage.read(List.of(id("alice")))
                            .getFirst()
                            .orElseThrow()
                            .isDamaged())
                    .isFalse();
            assertThat(storage.read(List.of(id("nobody"))).getFirst()).isEmpty();
            assertThatThrownBy(() -> storage.write(
                            List.of(Write.put(id("bob"), Optional.empty(), "new", Content.of("0"))), Atomicity.EACH))
                    .isInstanceOf(StorageFailed.class)
                    .hasMessageContaining("found a stored entry that the index of keys has lost");
            assertThat(storage.check()).isNotEmpty();
        }
    }

    @Test
    void aDamagedProfileIsNotLoadedAndNotOverwritten() throws Exception {
        try (DataSave server = DataSave.builder(SqlStorage.sqlite(file)).build()) {
            for (String key : List.of("alice", "bob", "carol")) {
                GameProcess.load(server, key).update(coins -> coins + 300);
            }
        }
        damage("UPDATE entry SET value = '301' WHERE store = 'Coins' AND key = 'bob'");
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        DataSave.Builder builder = DataSave.builder(rescue()).listener(new DataSaveListener() {
            @Override
            public void entryDamaged(String store, String key, String damage) {
                events.add(store + "/" + key + ": " + damage);
            }
        });
        try (DataSave server = builder.build()) {
            LoadResult<Long> bob =
                    GameProcess.coins(server).loadProfileAsync("bob").join();
            String damage =
                    "entry Coins/bob: found a value that does not match its checksum, expected what DataSave has"
                            + " written";
            assertThat(bob).isEqualTo(new LoadResult.NotLoaded<>(new NotLoadedReason.Corrupt(damage)));
            assertThat(events.take()).isEqualTo("Coins/bob: " + damage);
            assertThat(GameProcess.load(server, "alice").data()).isEqualTo(300L);
            List<KeyInfo> keys = GameProcess.coins(server)
                    .profileKeysAsync("", Paging.first(10))
                    .join()
                    .items();
            assertThat(keys).extracting(KeyInfo::key).containsExactly("alice", "bob", "carol");
            assertThatThrownBy(() ->
                            GameProcess.coins(server).viewProfileAsync("bob").join())
                    .hasRootCauseInstanceOf(DataSaveException.InvalidData.class)
                    .hasRootCauseMessage(damage);
        }
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("SELECT value FROM entry WHERE store = 'Coins' AND key = 'bob'"))
                    .isEqualTo("301");
        }
    }

    @Test
    void aFileWithABrokenPageIsRefusedUnlessItIsOpenedForRescue() throws Exception {
        try (Storage storage = SqlStorage.sqlite(file)) {
            Flips.write(storage);
        }
        byte[] bytes = Files.readAllBytes(file);
        int page = bytes.length / 4096 / 2 * 4096;
        Arrays.fill(bytes, page, page + 64, (byte) 0xff);
        Files.write(file, bytes);
        assertThatThrownBy(() -> SqlStorage.sqlite(file))
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("SQLite file " + file + ": found it damaged (")
                .hasMessageContaining("it is left as it is");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        try (Storage storage = rescue()) {
            assertThat(storage.check()).isNotEmpty();
        }
    }

    @Test
    void aSoundFileHasNothingToTell() {
        try (Storage storage = SqlStorage.sqlite(file)) {
            Flips.write(storage);
            assertThat(storage.check()).isEmpty();
        }
    }

    @Test
    void anEntryFromBeforeChecksumsIsReadAndGetsOneAtItsNextWrite() throws SQLException {
        put("alice");
        damage("UPDATE entry SET checksum = NULL, value_checksum = NULL");
        try (Storage storage = SqlStorage.sqlite(file)) {
            Entry alice = storage.read(List.of(id("alice"))).getFirst().orElseThrow();
            assertThat(alice.content().value()).isEqualTo("\"alice\"");
            storage.write(List.of(Write.put(id("alice"), Optional.of(alice), "w2", Content.of("1"))), Atomicity.EACH);
            assertThat(storage.check()).isEmpty();
        }
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("SELECT count(*) FROM entry WHERE checksum > created AND value_checksum IS NOT NULL"))
                    .isEqualTo("1");
        }
    }
}
