package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.datasave.Codec;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.EditOutcome;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadOptions;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.SaveResult;
import dev.datasave.Transaction.Participants;
import dev.datasave.UserDataOptions;
import dev.datasave.WriteOptions;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every function that a game hands in throws something that it does not declare, as Kotlin and Groovy let it: a checked exception, an error. Whoever
 * asked is told so, and everything goes on (F33, F34).
 */
@SuppressWarnings("this-escape") // its servers are made by what is fully made then
public abstract class GameCodeFeatures extends GameOnNetwork {
    private static final List<Throwable> THROWN = List.of(
            new IOException("of the game"), new StackOverflowError("of the game"), new Throwable("of the game"));

    private final DataSave server = server("a");

    /** On the memory. */
    protected GameCodeFeatures() {}

    /** On a database. */
    protected GameCodeFeatures(Storage storage) {
        super(storage);
    }

    static Stream<Throwable> thrown() {
        return THROWN.stream();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <R, X extends Throwable> R sneakily(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private ProfileStore<Purse> purses(UnaryOperator<ProfileOptions<Purse>> options) {
        return server.profileStore("Purse", Purse.class, Purse::fresh, options.apply(ProfileOptions.defaults()));
    }

    private Throwable failure(CompletableFuture<?> future) {
        try {
            throw new AssertionError("found " + network.await(future) + ", expected a failure");
        } catch (CompletionException failed) {
            return failed.getCause();
        }
    }

    /** The profile is as free as ever: edits, saves and its end go on. */
    private void goesOn(Profile<Purse> profile) {
        profile.update(purse -> purse.earn(1));
        saved(profile.saveAsync());
        profile.update(purse -> purse.earn(1));
        saved(profile.releaseAsync());
        assertThat(entry(profile.key()).content().holder()).isNull();
    }

    @AfterEach
    void nothingOfTheEngineIsBroken() {
        assertThat(network.await(server.closeAsync()).notSaved()).isEmpty();
        assertThat(events).noneMatch(event -> event.contains("engineFault"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    @DisplayName("functions of profiles: whoever asked is told what they threw")
    void functionsOfProfiles(Throwable thrown) {
        ProfileStore<Purse> store = purses(options -> options.namedEdit("bonus", (purse, by) -> sneakily(thrown)));
        Profile<Purse> profile = load(store, "k");
        assertThat(failure(server.transactAsync(Participants.of(profile), tx -> sneakily(thrown))))
                .isSameAs(thrown);
        assertThat(failure(profile.grantOnceAsync("receipt", purse -> sneakily(thrown))))
                .isSameAs(thrown);
        if (thrown instanceof Exception) {
            assertThat(network.await(store.editAsync("k", purse -> sneakily(thrown), "test")))
                    .isEqualTo(new EditOutcome.Refused("the edit threw " + thrown));
            assertThat(network.await(store.editAsync("k", "bonus", new JsonPrimitive(1), "test")))
                    .isEqualTo(new EditOutcome.Refused("the edit threw " + thrown));
        } else {
            assertThat(failure(store.editAsync("k", purse -> sneakily(thrown), "test")))
                    .isSameAs(thrown);
        }
        goesOn(profile);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    @DisplayName(
            "P12: until a transaction that threw has ended, an edit is told that the profile is busy, not that it is inside another edit")
    void editBesideATransactionThatThrew(Throwable thrown) {
        Profile<Purse> profile = load(purses(server), "k");
        boolean[] hasThrown = {false};
        CompletableFuture<?> transacting = server.transactAsync(Participants.of(profile), tx -> {
            hasThrown[0] = true;
            return sneakily(thrown);
        });
        network.until(() -> hasThrown[0], seconds(5));
        assertThatThrownBy(() -> profile.update(purse -> purse.earn(1))).isInstanceOf(DataSaveException.Busy.class);
        network.advance(seconds(1));
        assertThat(transacting).isCompletedExceptionally();
        assertThat(profile.update(purse -> purse.earn(1)).coins()).isOne();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    @DisplayName("listeners of profiles: told as listenerFailed, and passed by")
    void listenersOfProfiles(Throwable thrown) {
        ProfileStore<Purse> store = purses(options -> options);
        Profile<Purse> profile = load(store, "k");
        profile.onSave(() -> sneakily(thrown));
        profile.onAfterSave(saved -> sneakily(thrown));
        profile.onMessage(Purse.class, message -> sneakily(thrown));
        profile.onLastSave(reason -> sneakily(thrown));
        profile.onRelease(reason -> sneakily(thrown));
        network.await(store.messageAsync("k", Purse.fresh()));
        network.advance(seconds(10));
        goesOn(profile);
        network.advance(seconds(1));
        assertThat(events).filteredOn("a listenerFailed of the game"::equals).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    @DisplayName("options of a store: no save is lost for a ranking or a history policy")
    void optionsOfAStore(Throwable thrown) {
        HistoryPolicy policy = revision -> sneakily(thrown);
        Profile<Purse> profile = load(
                purses(options -> options.rankedBy(purse -> sneakily(thrown)).history(policy)), "k");
        goesOn(profile);
        assertThat(events).contains("a listenerFailed of the game");
    }

    @ParameterizedTest
    @MethodSource("thrown")
    @DisplayName("what a load asks: it is answered, and nothing is stored or held")
    void whatALoadAsks(Throwable thrown) {
        ProfileStore<Purse> store = server.profileStore("Purse", Purse.class, () -> sneakily(thrown));
        assertThat(refusal(store.loadProfileAsync("k"))).isInstanceOf(NotLoadedReason.Unavailable.class);
        assertThat(isStored("k")).isFalse();
        ProfileStore<Purse> other = server.profileStore("Other", Purse.class, Purse::fresh);
        Profile<Purse> held = load(other, "k");
        LoadOptions asking = DEFAULTS.whenHeld(by -> sneakily(thrown));
        assertThat(refusal(other.loadProfileAsync("k", asking))).isEqualTo(new NotLoadedReason.Unavailable(thrown));
        saved(held.releaseAsync());
    }

    @ParameterizedTest
    @MethodSource("thrown")
    @DisplayName("migrations, codecs and validators: the load or the save is refused, and told")
    void whatHandlesData(Throwable thrown) {
        saved(load(purses(options -> options), "k").releaseAsync());
        DataSave next = server("b");
        ProfileStore<Purse> migrating = next.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().migration(1, 0, tree -> sneakily(thrown)));
        assertThat(refusal(migrating.loadProfileAsync("k"))).isInstanceOf(NotLoadedReason.Corrupt.class);
        Throwable migration = failure(migrating.migrateAllAsync(progress -> sneakily(thrown)));
        assertThat(migration).isSameAs(thrown);
        ProfileStore<Purse> coded = server("c")
                .profileStore(
                        "Purse",
                        Purse.class,
                        Purse::fresh,
                        ProfileOptions.<Purse>defaults().codec(new Throwing(thrown)));
        assertThat(refusal(coded.loadProfileAsync("k"))).isInstanceOf(NotLoadedReason.Corrupt.class);
        ProfileStore<Purse> checked = server("d")
                .profileStore(
                        "Purse",
                        Purse.class,
                        Purse::fresh,
                        ProfileOptions.<Purse>defaults()
                                .validator(purse -> purse.coins() == 0 ? List.of() : sneakily(thrown)));
        Profile<Purse> profile = load(checked, "k");
        profile.update(purse -> purse.earn(1));
        assertThat(failure(profile.saveAsync())).hasMessageContaining("its validator threw");
        profile.update(purse -> purse.earn(-1));
        saved(profile.releaseAsync());
    }

    private record Throwing(Throwable thrown) implements Codec<Purse> {
        @Override
        public JsonElement encode(Purse data) {
            return sneakily(thrown);
        }

        @Override
        public Purse decode(JsonElement tree) {
            return sneakily(thrown);
        }
    }

    @ParameterizedTest
    @MethodSource("thrown")
    @DisplayName("functions of data stores, and of what belongs to a person")
    void functionsOfDataStores(Throwable thrown) {
        DataStore<Purse> bank = server.dataStore("Bank", Purse.class, DataStoreOptions.defaults());
        network.await(
                bank.setAsync("guild", Purse.fresh(), WriteOptions.defaults().userIds(Set.of("u", "v"))));
        assertThat(failure(bank.updateAsync("guild", present -> sneakily(thrown))))
                .isSameAs(thrown);
        DataStore<Purse> ranked = server.dataStore(
                "Ranked", Purse.class, DataStoreOptions.<Purse>defaults().rankedBy(purse -> sneakily(thrown)));
        assertThat(failure(ranked.setAsync("k", Purse.fresh()))).hasMessageContaining("can't be ranked");
        UserDataOptions detaching =
                UserDataOptions.defaults().detach(entry -> sneakily(thrown)).quiet(Duration.ZERO);
        var receipt = network.await(server.eraseUserAsync("u", detaching));
        assertThat(receipt.isComplete()).isFalse();
        assertThat(network.await(bank.getAsync("guild"))).isPresent();
    }

    @Test
    @DisplayName(
            "F34: a home executor that throws anything is one that refuses: everything is released, nothing is lost")
    void homeExecutorThatThrows() {
        for (Throwable thrown : THROWN) {
            Executor off = task -> sneakily(thrown);
            DataSave game = network.server("off", builder -> builder.homeExecutor(off));
            ProfileStore<Purse> store = game.profileStore("Off", Purse.class, Purse::fresh);
            for (int i = 0; i < 20; i++) {
                Profile<Purse> profile = load(store, "k" + i);
                profile.onLastSave(reason -> profile.update(purse -> purse.earn(5)));
            }
            assertThat(network.await(store.releaseAsync("k0")))
                    .map(SaveResult.Saved.class::isInstance)
                    .contains(true);
            assertThat(network.await(game.closeAsync()).notSaved()).isEmpty();
            for (int i = 0; i < 20; i++) {
                assertThat(entry("Off", "k" + i).content().holder()).isNull();
            }
        }
        assertThat(entry("Off", "k7").content().value()).contains("\"coins\":15");
    }

    /** Mutable data of a game. */
    static final class Bag {
        long coins;
    }

    @ParameterizedTest
    @ValueSource(strings = {"at once", "twice", "late", "never"})
    @DisplayName(
            "F34: whatever a home executor does with its tasks, closing ends in time and saves all that can be read")
    void homeExecutorOfAnyKind(String kind) {
        Executor executor = task -> {
            switch (kind) {
                case "at once" -> task.run();
                case "twice" -> {
                    network.schedule(Duration.ofMillis(1), task);
                    network.schedule(Duration.ofMillis(2), task);
                }
                case "late" -> network.schedule(seconds(7), task);
                default -> {}
            }
        };
        DataSave game = network.server("game", builder -> builder.homeExecutor(executor));
        ProfileStore<Bag> store = game.profileStore("Bag", Bag.class, Bag::new);
        for (int i = 0; i < 20; i++) {
            Profile<Bag> profile = load(store, "k" + i);
            profile.edit(bag -> bag.coins = 5);
            profile.onLastSave(reason -> profile.edit(bag -> bag.coins++));
        }
        Duration begun = network.now();
        assertThat(network.await(game.closeAsync(), seconds(60)).notSaved()).isEmpty();
        assertThat(network.now().minus(begun)).isLessThan(seconds(31));
        int coins = kind.equals("never") ? 5 : 6; // late last words are still before the last state is read
        for (int i = 0; i < 20; i++) {
            assertThat(entry("Bag", "k" + i).content().value()).isEqualTo("{\"coins\":" + coins + "}");
        }
    }
}
