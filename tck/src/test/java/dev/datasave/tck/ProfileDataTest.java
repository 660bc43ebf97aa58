package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of data: kinds of data, schema, history, and what the engine can't use. */
class ProfileDataTest extends GameOnNetwork {
    private final DataSave a = server("a");

    /** Mutable data of a game. */
    static final class Bag {
        double weight;
        Map<String, Integer> items = new HashMap<>();
    }

    private static ProfileStore<Bag> bags(DataSave server) {
        return server.profileStore("Bag", Bag.class, Bag::new);
    }

    private void put(String key, Content content) {
        network.storage()
                .write(
                        List.of(Write.put(new EntryId("Purse", key), Optional.empty(), "by hand", content)),
                        Atomicity.EACH);
    }

    private static ProfileStore<Purse> versioned(DataSave server) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().migration(1, 1, tree -> tree));
    }

    @Test
    @DisplayName("F5: a corrupt value is told and stays as it is")
    void aCorruptValueStays() {
        put("k", Content.of("{\"coins\":\"many\"}"));
        Entry before = entry("k");
        assertThat(refusal(purses(a).loadProfileAsync("k"))).isInstanceOf(NotLoadedReason.Corrupt.class);
        network.advance(seconds(30));
        assertThat(entry("k").content().value()).isEqualTo(before.content().value());
        assertThat(entry("k").content().holder()).isNull();
    }

    @Test
    @DisplayName("F5: stored data of a newer schema is refused by load and view, held or not, and stays")
    void storedDataOfANewerSchemaIsRefused() {
        Profile<Purse> profile = load(versioned(a), "k");
        profile.update(purse -> purse.earn(3));
        saved(profile.saveAsync());
        DataSave old = server("old");
        assertThat(refusal(purses(old).loadProfileAsync("k"))).isEqualTo(new NotLoadedReason.NewerSchema(1, 0));
        network.advance(seconds(2));
        assertThat(profile.isActive()).isTrue();
        assertThatThrownBy(() -> network.await(purses(old).viewProfileAsync("k")))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DataSaveException.InvalidData.class);
        saved(profile.releaseAsync());
        assertThat(refusal(purses(old).loadProfileAsync("k"))).isEqualTo(new NotLoadedReason.NewerSchema(1, 0));
        assertThat(entry("k").content().value()).contains("3");
    }

    @Test
    @DisplayName("F45: fields that the class does not know are kept, removed map keys stay removed")
    void unknownFieldsAreKept() {
        network.storage()
                .write(
                        List.of(Write.put(
                                new EntryId("Bag", "k"),
                                Optional.empty(),
                                "by hand",
                                Content.of("{\"weight\":1.0,\"items\":{\"axe\":1,\"bow\":2},\"later\":{\"x\":5}}"))),
                        Atomicity.EACH);
        Profile<Bag> profile = load(bags(a), "k");
        profile.edit(bag -> bag.items.remove("axe"));
        saved(profile.releaseAsync());
        assertThat(JsonParser.parseString(
                        String.valueOf(entry("Bag", "k").content().value())))
                .isEqualTo(JsonParser.parseString("{\"weight\":1.0,\"items\":{\"bow\":2},\"later\":{\"x\":5}}"));
    }

    @Test
    @DisplayName("F24, F25: mutable data that was handed out is compared at autosave, the whole of it")
    void handedOutDataIsCompared() {
        Profile<Bag> profile = load(bags(a), "k");
        network.advance(seconds(40));
        long before = entry("Bag", "k").revision();
        profile.data().weight = 2.5;
        network.advance(seconds(40));
        assertThat(entry("Bag", "k").revision()).isEqualTo(before + 1);
        assertThat(entry("Bag", "k").content().value()).contains("2.5");
    }

    @Test
    @DisplayName("Gson trees are data like any other")
    void treesAreData() {
        ProfileStore<JsonObject> trees = a.profileStore("Tree", JsonObject.class, JsonObject::new);
        Profile<JsonObject> profile = load(trees, "k");
        profile.edit(tree -> tree.addProperty("level", 3));
        saved(profile.releaseAsync());
        assertThat(load(trees, "k").data().get("level").getAsInt()).isEqualTo(3);
    }

    @Test
    @DisplayName("F39: data that can't be saved (NaN) fails its own save, told, and not its neighbours'")
    void badDataFailsAlone() {
        Profile<Bag> bad = load(bags(a), "bad");
        Profile<Bag> good = load(bags(a), "good");
        bad.edit(bag -> bag.weight = Double.NaN);
        good.edit(bag -> bag.weight = 7.5);
        var badSave = bad.saveAsync();
        saved(good.saveAsync());
        assertThatThrownBy(() -> network.await(badSave)).hasCauseInstanceOf(DataSaveException.InvalidData.class);
        network.advance(seconds(1));
        assertThat(entry("Bag", "good").content().value()).contains("7.5");
        assertThat(events).contains("a saveFailed bad");
        bad.edit(bag -> bag.weight = 1.5);
        saved(bad.saveAsync());
        assertThat(entry("Bag", "bad").content().value()).contains("1.5");
    }

    @Test
    @DisplayName("views show any revision and moment, and what never was is empty")
    void views() {
        ProfileStore<Purse> store = a.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().history(dev.datasave.HistoryPolicy.everything()));
        Profile<Purse> profile = load(store, "k");
        profile.update(purse -> purse.earn(1));
        long first = saved(profile.saveAsync()).revision();
        Instant between = network.instant().plusSeconds(1);
        network.advance(seconds(2));
        profile.update(purse -> purse.earn(1));
        saved(profile.saveAsync());
        assertThat(network.await(store.viewProfileAsync("k"))
                        .orElseThrow()
                        .data()
                        .coins())
                .isEqualTo(2);
        assertThat(network.await(store.viewProfileAsync("k", first))
                        .orElseThrow()
                        .data()
                        .coins())
                .isEqualTo(1);
        assertThat(network.await(store.viewProfileAsync("k", between))
                        .orElseThrow()
                        .data()
                        .coins())
                .isEqualTo(1);
        assertThat(network.await(store.viewProfileAsync("k", between.minus(Duration.ofDays(1)))))
                .isEmpty();
        assertThat(network.await(store.viewProfileAsync("nobody"))).isEmpty();
    }

    @Test
    @DisplayName("user ids, metadata and score are saved with the data and survive a handover")
    void whatBelongsToTheProfile() {
        Profile<Purse> profile = load(purses(a), "k", DEFAULTS.userId("8421"));
        profile.addUserId("8422");
        profile.metadata("rank", "gold");
        profile.score(OptionalLong.of(Long.MAX_VALUE));
        Profile<Purse> next = load(purses(server("b")), "k");
        assertThat(next.userIds()).containsExactlyInAnyOrder("8421", "8422");
        assertThat(next.metadata()).containsEntry("rank", "gold");
        assertThat(next.score()).hasValue(Long.MAX_VALUE);
        assertThat(next.info().loads()).isEqualTo(2);
    }

    @Test
    @DisplayName("cache publishes; a wait ends with the profile, or with a reason and never hangs (F32)")
    void waits() {
        ProfileStore<Purse> store = purses(a);
        var wait = store.waitForProfile("k", seconds(5));
        Profile<Purse> profile = load(store, "k");
        assertThat(store.findFirstProfile("k")).isEmpty();
        profile.cache();
        assertThat(store.findFirstProfile("k")).contains(profile);
        assertThat(profileOf(network.await(wait)).key()).isEqualTo("k");
        var late = store.waitForProfile("other", seconds(5));
        assertThat(refusal(late)).isInstanceOf(NotLoadedReason.TimedOut.class);
        saved(profile.releaseAsync());
        profile.cache();
        assertThat(store.findFirstProfile("k")).isEmpty();
        var closing = store.waitForProfile("k", seconds(600));
        network.closeServer(a);
        assertThat(network.await(closing)).isEqualTo(new LoadResult.NotLoaded<Purse>(new NotLoadedReason.Closing()));
    }
}
