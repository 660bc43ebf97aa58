package dev.datasave.jdbc;

import static dev.datasave.jdbc.FixtureDay.guilds;
import static dev.datasave.jdbc.FixtureDay.join;
import static dev.datasave.jdbc.FixtureDay.load;
import static dev.datasave.jdbc.FixtureDay.purses;
import static dev.datasave.jdbc.FixtureDay.saved;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.datasave.DataEntry;
import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.GrantResult;
import dev.datasave.LoadOptions;
import dev.datasave.Message;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileVersion;
import dev.datasave.Ranking;
import dev.datasave.WipeResult;
import dev.datasave.jdbc.FixtureDay.Gift;
import dev.datasave.jdbc.FixtureDay.Guild;
import dev.datasave.jdbc.FixtureDay.Purse;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Database files that older builds have left, each with what {@link FixtureDay} has played, opened by this one. When the tables change, leave a new one,
 * which every later build opens beside the old ones:
 *
 * <pre>
 * ./mvnw -pl jdbc -am test -Dtest=SqliteFixtureWritingTest -Dsurefire.failIfNoSpecifiedTests=false -Ddatasave.fixtures.write=4
 * </pre>
 */
@ParameterizedClass
@MethodSource("files")
class SqliteFixtureTest {
    private static final Path FIXTURES = Path.of("src", "test", "resources", "fixtures");
    private static final Paging PAGE = Paging.first(100);

    @Parameter
    private Path fixture;

    @TempDir
    private Path directory;

    private Path file;

    static List<Path> files() {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.sorted(Comparator.comparingInt(SqliteFixtureTest::number))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".db", ""));
    }

    /** Where a fixture of that number belongs. */
    static Path fixture(int number) {
        return FIXTURES.resolve(number + ".db");
    }

    @BeforeEach
    void copy() throws IOException {
        file = Files.copy(fixture, directory.resolve("players.db"));
    }

    private DataSave server() {
        return DataSave.builder(SqlStorage.sqlite(file)).serverName("reader").build();
    }

    private static List<String> ids(Page<Entry> page) {
        return page.items().stream()
                .map(entry -> entry.id().store() + "/" + entry.id().key())
                .toList();
    }

    private static Entry read(Storage storage, String store, String key) {
        return storage.read(List.of(new EntryId(store, key))).getFirst().orElseThrow();
    }

    /** When the file was written is not known; but not in another age, as it would be in another unit of time. */
    private static void isOfOurTime(Instant time) {
        assertThat(time).isBetween(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2120-01-01T00:00:00Z"));
    }

    @Test
    @DisplayName("every column of an entry and of its history")
    void entries() {
        try (Storage storage = SqlStorage.sqlite(file)) {
            Entry rich = read(storage, "Purse", "rich");
            assertThat(rich.revision()).isEqualTo(4);
            assertThat(rich.writeId()).matches("[a-z2-7]{16}-[a-z2-7]{16}");
            assertThat(JsonParser.parseString(String.valueOf(rich.content().value())))
                    .isEqualTo(JsonParser.parseString("{\"coins\":110,\"items\":[\"sword\"]}"));
            assertThat(rich.content().userIds()).containsExactly("u2");
            assertThat(rich.content().metadata()).isEqualTo(Map.of("rank", "gold ü"));
            assertThat(rich.content().holder()).isNull();
            assertThat(rich.content().score()).isEqualTo(Content.Score.of(13));
            assertThat(JsonParser.parseString(String.valueOf(rich.content().system()))
                            .getAsJsonObject()
                            .get("loads")
                            .getAsLong())
                    .isEqualTo(1);
            isOfOurTime(rich.created());
            isOfOurTime(rich.updated());
            assertThat(rich.created()).isBefore(rich.updated());

            List<Entry> history = storage.versions(VersionQuery.all(rich.id())).items();
            assertThat(history).extracting(Entry::revision).containsExactly(3L, 2L, 1L);
            assertThat(history).extracting(Entry::created).containsOnly(rich.created());
            assertThat(history.getLast().updated()).isEqualTo(rich.created());
            assertThat(history.getLast().content().userIds()).containsExactly("8421");
            assertThat(history.getLast().content().holder()).matches("[a-z2-7]{16}/[a-z2-7]{16}");
            assertThat(history.getFirst().content().score()).isEqualTo(Content.Score.of(13));

            Content.Score hawks = read(storage, "Guild", "hawks").content().score();
            assertThat(hawks).isNotNull();
            assertThat(hawks.value()).isEqualTo(8);
            if (number(fixture) == 1) {
                assertThat(hawks.tie()).as("ties came later").isZero();
            } else {
                isOfOurTime(Instant.ofEpochMilli(-hawks.tie()));
            }

            Entry gone = read(storage, "Purse", "gone");
            assertThat(gone.isTombstone()).isTrue();
            assertThat(gone.revision()).isEqualTo(4);
            assertThat(storage.versions(VersionQuery.all(gone.id())).items()).isEmpty();
        }
    }

    @Test
    @DisplayName("nothing of it is damaged, with checksums or without")
    void isSound() {
        try (Storage storage = SqlStorage.sqlite(file)) {
            assertThat(storage.check()).isEmpty();
        }
    }

    @Test
    @DisplayName("every index: by key, person, former person, holder, score, and what was removed")
    void indexes() {
        try (Storage storage = SqlStorage.sqlite(file)) {
            assertThat(ids(storage.list(EntryQuery.keys("Purse", ""))))
                    .containsExactly("Purse/held", "Purse/mail", "Purse/rich");
            assertThat(ids(storage.list(EntryQuery.user("8421"))))
                    .contains("Guild/owls")
                    .doesNotContain("Purse/rich");
            assertThat(ids(storage.list(EntryQuery.user("u2")))).contains("Purse/rich");
            assertThat(ids(storage.list(EntryQuery.past("8421")))).containsExactly("Purse/rich");
            assertThat(ids(storage.list(EntryQuery.holder(String.valueOf(
                            read(storage, "Purse", "held").content().holder())))))
                    .containsExactly("Purse/held");
            assertThat(ids(storage.list(EntryQuery.scores("Guild", -10, 10, false))))
                    .containsExactly("Guild/owls", "Guild/hawks");
            assertThat(ids(storage.list(EntryQuery.removed("Guild", "")))).containsExactly("Guild/foxes");
        }
    }

    @Test
    @DisplayName("when a superseded revision goes: one is due, the others are pinned")
    void ends() {
        EntryId old = new EntryId("Guild", "old");
        try (Storage storage = SqlStorage.sqlite(file)) {
            assertThat(storage.backlog().due()).isEqualTo(1);
            assertThat(storage.versions(VersionQuery.all(old)).items()).hasSize(1);
            assertThat(storage.sweep(100)).isPositive();
            assertThat(storage.versions(VersionQuery.all(old)).items()).isEmpty();
            assertThat(storage.backlog().due()).isZero();
            assertThat(storage.versions(VersionQuery.all(new EntryId("Purse", "rich")))
                            .items())
                    .hasSize(3);
        }
    }

    @Test
    @DisplayName("a profile with its history, the name of a pin, and a receipt")
    void aProfile() {
        try (DataSave server = server()) {
            List<ProfileVersion> versions = join(purses(server)
                            .profileVersionsAsync("rich", ProfileVersion.Range.all(), PAGE))
                    .items();
            assertThat(versions.getLast().pin().orElseThrow().name()).isEqualTo("before the war");
            assertThat(join(purses(server).viewProfileAsync("rich", 2))
                            .orElseThrow()
                            .data())
                    .isEqualTo(new Purse(10, List.of("sword")));
            Profile<Purse> rich = load(server, "rich", LoadOptions.defaults());
            assertThat(rich.data()).isEqualTo(new Purse(110, List.of("sword")));
            assertThat(rich.info().loads()).isEqualTo(2);
            assertThat(rich.userIds()).containsExactly("u2");
            assertThat(rich.score()).hasValue(13);
            assertThat(join(rich.grantOnceAsync("order-1", purse -> purse.earn(100))))
                    .isEqualTo(new GrantResult.AlreadyGranted(3));
            rich.update(purse -> purse.earn(1));
            saved(rich.releaseAsync());
            assertThat(join(purses(server).viewProfileAsync("rich"))
                            .orElseThrow()
                            .data()
                            .coins())
                    .isEqualTo(111);
        }
    }

    @Test
    @DisplayName("a message that waits, an erased key, and the profile of a dead server")
    void whatHasToBeDone() {
        try (DataSave server = server()) {
            assertThat(join(purses(server).pendingMessagesAsync("mail")))
                    .extracting(Message.Pending::from)
                    .containsExactly("lobby");
            CompletableFuture<Purse> taken = new CompletableFuture<>();
            Profile<Purse> mail = load(server, "mail", LoadOptions.defaults());
            mail.onMessage(Gift.class, message -> {
                message.acknowledge(purse -> purse.with(message.payload()));
                taken.complete(mail.data());
            });
            assertThat(join(taken)).isEqualTo(new Purse(1, List.of("hat")));

            Profile<Purse> gone = load(server, "gone", LoadOptions.defaults());
            assertThat(gone.data()).isEqualTo(Purse.fresh());
            assertThat(gone.info().revision()).isEqualTo(5);
            assertThat(join(purses(server).holderAsync("held")).orElseThrow().serverName())
                    .isEqualTo("brink");
            assertThat(load(server, "held", LoadOptions.defaults()).data()).isEqualTo(new Purse(50, List.of()));
        }
    }

    private static Guild value(Optional<DataEntry<Guild>> entry) {
        return entry.orElseThrow().value();
    }

    @Test
    @DisplayName("shared records, their history and their order by score")
    void records() {
        try (DataSave server = server()) {
            DataStore<Guild> guilds = guilds(server);
            DataEntry<Guild> owls = join(guilds.getAsync("owls")).orElseThrow();
            assertThat(owls.value()).isEqualTo(new Guild("Night Owls", 2));
            assertThat(owls.info().metadata()).isEqualTo(Map.of("colour", "blue"));
            assertThat(value(join(guilds.getVersionAsync("owls", 1)))).isEqualTo(new Guild("Owls", 1));
            assertThat(join(guilds.topAsync(Ranking.Range.all(), PAGE)).items())
                    .extracting(Ranking.Place::key)
                    .containsExactly("hawks", "owls");
            assertThat(join(guilds.rankAsync("owls"))).hasValue(2);
            assertThat(join(guilds.getAsync("foxes"))).isEmpty();
            assertThat(value(join(guilds.getVersionAsync("foxes", 1)))).isEqualTo(new Guild("Foxes", 4));
            assertThat(join(purses(server).wipeProfileAsync("rich"))).isInstanceOf(WipeResult.Wiped.class);
        }
    }
}
