package dev.datasave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.EditOutcome;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.RollbackOutcome;
import dev.datasave.Transaction;
import dev.datasave.UserDataOptions;
import dev.datasave.WriteOptions;
import dev.datasave.engine.loop.ManualEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The front door of a server: what can't be meant is refused before anything is asked of the storage. */
class StoresTest {
    private final ManualEnvironment environment = new ManualEnvironment();
    private final DataSave server = server(environment, "lobby-1");
    private final ProfileStore<JsonObject> players = server.profileStore(
            "Players",
            JsonObject.class,
            JsonObject::new,
            ProfileOptions.<JsonObject>defaults().namedEdit("heal", (data, arguments) -> {
                data.add("health", arguments);
                return data;
            }));
    private final DataStore<JsonObject> clans = server.dataStore("Clans", JsonObject.class);

    private static DataSave server(ManualEnvironment environment, String name) {
        return DataSave.builder(environment.storage())
                .environment(environment)
                .serverName(name)
                .build();
    }

    private <R> R done(CompletableFuture<R> future) {
        environment.pass(Duration.ofSeconds(30));
        assertThat(future).isDone();
        return future.join();
    }

    private Profile<JsonObject> load(String key) {
        LoadResult<JsonObject> result = done(players.loadProfileAsync(key));
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded<JsonObject>) result).profile();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``      | store: found an empty text, expected 1 to 100 bytes
            ~lease  | store: found the name "~lease", expected one that does not start with ~, the engine's
            a\ud800 | store: found a lone surrogate U+D800 at index 1, expected well-formed UTF-16
            """)
    void aStoreHasANameOfTheGames(String name, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.profileStore(name, JsonObject.class, JsonObject::new))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.dataStore(name, JsonObject.class))
                .withMessage(message);
    }

    @Test
    void aStoreIsOpenOnceAsOneSortWithOneType() {
        assertThat(server.profileStore("Players", JsonObject.class, JsonObject::new))
                .isSameAs(players);
        assertThat(server.dataStore("Clans", JsonObject.class)).isSameAs(clans);
        assertThatIllegalStateException()
                .isThrownBy(() -> server.dataStore("Players", JsonObject.class))
                .withMessage("store \"Players\": found it open as a profile store of com.google.gson.JsonObject,"
                        + " expected a data store of com.google.gson.JsonObject");
        assertThatIllegalStateException()
                .isThrownBy(() -> server.dataStore("Clans", String.class))
                .withMessage("store \"Clans\": found it open as a data store of com.google.gson.JsonObject,"
                        + " expected a data store of java.lang.String");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> server.profileStore("X", null, JsonObject::new))
                .withMessage("type");
        assertThatNullPointerException()
                .isThrownBy(() -> server.profileStore("X", JsonObject.class, null))
                .withMessage("template");
        assertThatNullPointerException()
                .isThrownBy(() -> server.profileStore("X", JsonObject.class, JsonObject::new, null))
                .withMessage("options");
        assertThatNullPointerException()
                .isThrownBy(() -> server.dataStore("X", null))
                .withMessage("type");
        assertThatNullPointerException()
                .isThrownBy(() -> server.dataStore("X", JsonObject.class, null))
                .withMessage("options");
    }

    @Test
    void aTypeThatCanNotBeStoredOpensNoStore() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.dataStore("Threads", Runnable.class))
                .withMessage(
                        "data type java.lang.Runnable: found java.lang.Runnable, which can't be read back, expected"
                                + " a class or a codec");
        assertThat(server.dataStore("Threads", String.class).name()).isEqualTo("Threads");
    }

    @Test
    void onlyNumbersAreIncrementedAndOnlyUnrankedScoresSet() {
        assertThatIllegalStateException()
                .isThrownBy(() -> clans.incrementAsync("red", 1))
                .withMessage(
                        "store \"Clans\": found values of com.google.gson.JsonObject, expected Integer, Long or Double"
                                + " to increment");
        DataStore<Long> ranked = server.dataStore(
                "Ranked", Long.class, DataStoreOptions.<Long>defaults().rankedBy(Long::longValue));
        WriteOptions scored = WriteOptions.defaults().score(OptionalLong.of(1));
        assertThatIllegalStateException()
                .isThrownBy(() -> ranked.setAsync("a", 1L, scored))
                .withMessage(
                        "store \"Ranked\": found a score set, expected none where the store is ranked by its values");
    }

    @Test
    void operatorsAreToldWhatTheyGotWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> players.editAsync("k", data -> data, ""))
                .withMessage("reason: found an empty text, expected 1 to 1000 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> players.editAsync("k", "fly", new JsonObject(), "why"))
                .withMessage("store \"Players\": found no edit named \"fly\", expected one of its options: [heal]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> players.rollbackAsync("k", 0, "why"))
                .withMessage("revision of a rollback: found 0, expected at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> players.pinAsync("k", 1, "  "))
                .withMessageStartingWith("name of a pin: found 2 characters, expected 1 to ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> players.discardOrphanAsync("k", "x"))
                .withMessage("orphan of Players/k: found the id of another profile's, or of none: x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> players.editAsync("k".repeat(401), data -> data, "why"))
                .withMessage("key: found 401 bytes of UTF-8, expected 1 to 400 bytes");
    }

    @Test
    void anEditByNameIsCarriedOutAndRolledBack() {
        assertThat(done(players.editAsync("k", "heal", new JsonPrimitive(9), "gift")))
                .isEqualTo(new EditOutcome.Absent());
        Profile<JsonObject> profile = load("k");
        assertThat(done(players.editAsync("k", "heal", new JsonPrimitive(9), "gift")))
                .isInstanceOfSatisfying(
                        EditOutcome.Applied.class,
                        applied -> assertThat(applied.where()).isEqualTo(EditOutcome.Where.HERE));
        assertThat(profile.data().toString()).isEqualTo("{\"health\":9}");
        assertThat(done(players.editAsync("k", data -> null, "none")))
                .isEqualTo(new EditOutcome.Refused("the edit returned null"));
        assertThat(done(players.rollbackAsync("k", 1, "undo"))).isInstanceOf(RollbackOutcome.RolledBack.class);
        assertThat(profile.data().toString()).isEqualTo("{}");
        List<ProfileVersion> versions = done(players.profileVersionsAsync(
                        "k", ProfileVersion.Range.all(), dev.datasave.Paging.first(9)))
                .items();
        assertThat(versions.stream().flatMap(version -> version.note().stream()))
                .containsExactly(
                        new ProfileVersion.Note("rollback to revision 1", "undo", "lobby-1"),
                        new ProfileVersion.Note("edit heal", "gift", "lobby-1"));
    }

    @Test
    void aTransactionTakesWhatIsOfItsServer() {
        ManualEnvironment elsewhere = new ManualEnvironment();
        DataSave other = server(elsewhere, "lobby-2");
        DataStore<JsonObject> foreign = other.dataStore("Clans", JsonObject.class);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> server.transactAsync(Transaction.Participants.of().and(foreign, "red"), all -> true))
                .withMessage(
                        "transaction: found data store \"Clans\" of another server, expected one of server lobby-1");
        Profile<JsonObject> profile = load("k");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.transactAsync(Transaction.Participants.of(profile), all -> true))
                .withMessage(
                        "transaction: found profile Players/k of another server or of no server, expected one that was"
                                + " loaded by server lobby-2");
        Transaction[] kept = new Transaction[1];
        assertThat(done(server.transactAsync(Transaction.Participants.of(profile), all -> {
                    kept[0] = all;
                    return false;
                })))
                .isEqualTo(new Transaction.Result.Declined());
        assertThatIllegalStateException()
                .isThrownBy(() -> kept[0].data(profile))
                .withMessage("transaction: found it used after its function, expected only inside");
    }

    @Test
    void aPersonIsNamedByAShortText() {
        UserDataOptions options = UserDataOptions.defaults().keyTemplate("Players", "x".repeat(390) + "{userId}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.eraseUserAsync("", options))
                .withMessage("user id: found an empty text, expected 1 to 100 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.eraseUserAsync("u".repeat(11), options))
                .withMessage("key: found 401 bytes of UTF-8, expected 1 to 400 bytes");
    }

    @Test
    void afterTheEndNothingIsOpened() {
        var unused = done(server.closeAsync());
        assertThatExceptionOfType(DataSaveException.Closed.class)
                .isThrownBy(() -> server.dataStore("Clans", JsonObject.class))
                .withMessage("server lobby-1 is closed");
        assertThat(clans.getAsync("red")).isCompletedExceptionally();
    }
}
