package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.datasave.ConnectedEntry.Connection;
import dev.datasave.DataSave;
import dev.datasave.EditOutcome;
import dev.datasave.ErasureReceipt;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.UserDataOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.sql.Sql;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was erased is in none of the file's bytes, neither in unused pages nor in the log (P14). */
class SqliteErasureTest {
    private static final UserDataOptions OPTIONS = UserDataOptions.defaults().quiet(Duration.ZERO);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("players.db");
    }

    private static String secret(String person) {
        return "<secret of " + person + ">";
    }

    /** The bytes of a file of the database, read by another process: closing it in this one would drop SQLite's locks. */
    private static String bytes(Path file) throws Exception {
        if (!Files.exists(file)) {
            return "";
        }
        Process cat = new ProcessBuilder("cat", file.toString()).start();
        String bytes = new String(cat.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(cat.waitFor()).isZero();
        return bytes;
    }

    private String allBytes() throws Exception {
        return bytes(file) + bytes(directory.resolve("players.db-wal"));
    }

    private static ProfileStore<JsonObject> purses(DataSave server) {
        return server.profileStore(
                "Purse",
                JsonObject.class,
                JsonObject::new,
                ProfileOptions.<JsonObject>defaults().history(HistoryPolicy.everything()));
    }

    private static Profile<JsonObject> load(DataSave server, String key, String person) {
        return switch (purses(server)
                .loadProfileAsync(key, LoadOptions.defaults().userId(person))
                .join()) {
            case LoadResult.Loaded<JsonObject>(var profile) -> profile;
            case LoadResult.NotLoaded<JsonObject>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    private static void play(Profile<JsonObject> profile, String person) {
        for (int i = 1; i <= 5; i++) {
            int length = 40 << i;
            profile.edit(data -> data.addProperty("diary", secret(person).repeat(length / 20)));
            profile.metadata("name", secret(person));
            assertThat(profile.saveAsync().join()).isNotNull();
        }
    }

    @Test
    void erasedPeopleAreInNoByteOfTheFile() throws Exception {
        try (DataSave a = DataSave.builder(SqlStorage.sqlite(file))
                        .serverName("a")
                        .build();
                DataSave b = DataSave.builder(SqlStorage.sqlite(file))
                        .serverName("b")
                        .build()) {
            for (int i = 0; i < 12; i++) {
                String person = "person" + i + ".";
                play(load(i % 2 == 0 ? a : b, "k" + i, person), person);
            }
            play(load(a, "shared", "person0."), "nobody");
            assertThat(allBytes()).contains(secret("person0."), secret("person1."));
            for (int i = 0; i < 6; i++) {
                ErasureReceipt receipt =
                        a.eraseUserAsync("person" + i + ".", OPTIONS).join();
                assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
                assertThat(receipt.items()).hasSize(i == 0 ? 2 : 1);
            }
        }
        String bytes = allBytes();
        for (int i = 0; i < 12; i++) {
            String person = "person" + i + ".";
            if (i < 6) {
                assertThat(bytes).doesNotContain(secret(person)).doesNotContain(person);
            } else {
                assertThat(bytes).contains(secret(person));
            }
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void logIsCutWhileOthersHaveTheFileOpen() throws Exception {
        try (Storage other = SqlStorage.sqlite(file)) {
            try (DataSave a =
                    DataSave.builder(SqlStorage.sqlite(file)).serverName("a").build()) {
                play(load(a, "k", "eve."), "eve.");
                assertThat(bytes(directory.resolve("players.db-wal"))).contains(secret("eve."));
                assertThat(a.eraseUserAsync("eve.", OPTIONS).join().isComplete())
                        .isTrue();
                while (allBytes().contains("eve.")) {
                    assertThat(other.list(EntryQuery.user("eve.")).items()).isEmpty(); // time passes, others read
                }
            }
            assertThat(allBytes()).doesNotContain("eve.");
            assertThat(other.read(List.of(new EntryId("Purse", "k")))
                            .get(0)
                            .orElseThrow()
                            .isTombstone())
                    .isTrue();
        }
    }

    /** Splits of pages leave copies of rows behind that {@code secure_delete} alone does not find: with these two seeds it does leave some. */
    @ParameterizedTest
    @ValueSource(longs = {2, 15})
    void noCopyIsLeftByPagesThatWereSplit(long seed) throws Exception {
        int people = 500;
        Map<Integer, Entry> entries = new HashMap<>();
        try (Storage storage = SqlStorage.sqlite(file)) {
            write(storage, entries, people, new Random(seed));
            for (int number = 0; number < people; number += 2) {
                Entry entry = entries.get(number);
                if (entry != null) {
                    written(
                            storage,
                            Write.put(entry.id(), Optional.of(entry), "end", Content.TOMBSTONE)
                                    .purging());
                }
            }
        }
        String bytes = allBytes();
        List<Integer> left = IntStream.range(0, people)
                .filter(number -> bytes.contains("p" + number + "."))
                .boxed()
                .toList();
        assertThat(left).allMatch(number -> number % 2 == 1).hasSizeGreaterThan(200);
    }

    private static void write(Storage storage, Map<Integer, Entry> entries, int people, Random random) {
        int[] sizes = {10, 100, 300, 900, 2500, 3500, 6000};
        for (int i = 0; i < 5 * people; i++) {
            int number = random.nextInt(people);
            Optional<Entry> base = Optional.ofNullable(entries.get(number));
            String one = secret("p" + number + ".");
            String text = one.repeat(1 + sizes[random.nextInt(sizes.length)] / one.length());
            Content content = new Content(
                    '"' + text + '"', Set.of("p" + number + "."), Map.of(), null, null, "{\"s\":\"p" + number + ".\"}");
            Write write = Write.put(new EntryId("s", "k" + number), base, "w" + i, content)
                    .superseding(random.nextInt(5) < 2 ? Retention.keep(Duration.ofNanos(1)) : Retention.drop());
            entries.put(number, written(storage, write));
            if (random.nextInt(10) == 0) {
                storage.sweep(5);
            }
        }
    }

    private static Entry written(Storage storage, Write write) {
        assertThat(storage.write(List.of(write), Atomicity.EACH)).hasOnlyElementsOfType(WriteResult.Written.class);
        return storage.read(List.of(write.id())).get(0).orElseThrow();
    }

    @Test
    void peopleAreFoundInHistoryOfAFileOfTheFirstVersion() throws Exception {
        Sql sql = new Sql("sqlite");
        try (Raw raw = new Raw(file)) {
            for (String statement : sql.script("v1.sql")) {
                raw.run(statement);
            }
            raw.run("INSERT INTO entry (store, key, revision, write_id, user_ids, metadata, created, updated, value)"
                    + " VALUES ('s', 'k', 2, 'w2', '[]', '{}', 0, 0, '2')");
            raw.run("INSERT INTO history (store, key, revision, write_id, user_ids, metadata, created, updated, value)"
                    + " VALUES ('s', 'k', 1, 'w1', '[\"eve\",\"bob\"]', '{}', 0, 0, '1')");
            raw.run("PRAGMA application_id = " + SqliteSchema.APPLICATION_ID);
            raw.run("PRAGMA user_version = 1");
        }
        try (DataSave server = DataSave.builder(SqlStorage.sqlite(file)).build()) {
            assertThat(server.connectedEntriesAsync("eve", OPTIONS, Paging.first(10))
                            .join()
                            .items())
                    .extracting(entry -> entry.key() + " " + entry.connection())
                    .containsExactly("k " + Connection.HISTORY);
            assertThat(server.eraseUserAsync("eve", OPTIONS).join().isComplete())
                    .isTrue();
            assertThat(server.connectedEntriesAsync("bob", OPTIONS, Paging.first(10))
                            .join()
                            .items())
                    .isEmpty();
        }
    }

    @Test
    void whatAPersonSentIsRewrittenWhereItsReceiverPlays() throws Exception {
        UserDataOptions anonymous = OPTIONS.sentMessages(message -> {
            JsonObject payload = message.payload().getAsJsonObject();
            payload.addProperty("from", "somebody");
            return UserDataOptions.Detach.Outcome.rewrite(payload);
        });
        Message.SendOptions signed = Message.SendOptions.defaults().sender("eve.");
        try (DataSave a = DataSave.builder(SqlStorage.sqlite(file))
                        .serverName("a")
                        .build();
                DataSave b = DataSave.builder(SqlStorage.sqlite(file))
                        .serverName("b")
                        .build()) {
            for (String key : List.of("offline", "online")) {
                assertThat(purses(a)
                                .messageAsync(key, new Gift(secret("eve."), 5), signed)
                                .join())
                        .isInstanceOf(Message.Outcome.Sent.class);
            }
            Profile<JsonObject> online = load(b, "online", "bob.");
            ErasureReceipt receipt = a.eraseUserAsync("eve.", anonymous).join();
            assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
            assertThat(receipt.items())
                    .extracting(ErasureReceipt.Item::done)
                    .containsExactly(ErasureReceipt.Done.DETACHED, ErasureReceipt.Done.DETACHED);
            for (Profile<JsonObject> profile : List.of(online, load(b, "offline", "bob."))) {
                CompletableFuture<Gift> got = new CompletableFuture<>();
                profile.onMessage(Gift.class, message -> {
                    message.acknowledge(UnaryOperator.identity());
                    got.complete(message.payload());
                });
                assertThat(got.get(10, TimeUnit.SECONDS)).isEqualTo(new Gift("somebody", 5));
            }
        }
        assertThat(allBytes()).doesNotContain(secret("eve."));
    }

    /** A message that names its giver. */
    private record Gift(String from, int coins) {}

    @Test
    void anEditCarriesUserIdsAndMetadataToTheOwner() {
        try (DataSave a = DataSave.builder(SqlStorage.sqlite(file))
                        .serverName("a")
                        .build();
                DataSave b = DataSave.builder(SqlStorage.sqlite(file))
                        .serverName("b")
                        .build()) {
            Profile<JsonObject> profile = load(b, "k", "bob.");
            ProfileStore.EditOptions options = ProfileStore.EditOptions.defaults()
                    .addUserId("eve.")
                    .removeUserId("bob.")
                    .metadata("banned", "yes");
            assertThat(purses(a).editAsync("k", options, "why").join())
                    .isInstanceOfSatisfying(
                            EditOutcome.Applied.class,
                            applied -> assertThat(applied.where()).isEqualTo(EditOutcome.Where.OWNER));
            assertThat(profile.saveAsync().join()).isNotNull(); // comes after the edit has shown itself to the owner
            assertThat(profile.isActive()).isTrue();
            assertThat(profile.lastSavedUserIds()).containsExactly("eve.");
            assertThat(profile.lastSavedMetadata()).isEqualTo(Map.of("banned", "yes"));
            assertThat(a.connectedEntriesAsync("eve.", OPTIONS, Paging.first(10))
                            .join()
                            .items())
                    .hasSize(1);
        }
    }
}
