package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.Transaction;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A validator keeps bad data from being saved, and blocks nothing for ever. */
class ValidatorTest extends GameOnNetwork {
    private final DataSave a = server("a");
    private final ProfileStore<Purse> store = checked(a, ValidatorTest::debts);

    /** Mutable data of a game. */
    static final class Bag {
        long coins;
        Map<String, Integer> items = new HashMap<>();
    }

    private static List<String> debts(Purse purse) {
        return purse.coins() < 0 ? List.of("coins below zero", "items " + purse.items()) : List.of();
    }

    private static ProfileStore<Purse> checked(DataSave server, Function<Purse, List<String>> validator) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().validator(validator));
    }

    private static ProfileStore<Bag> bags(DataSave server) {
        ProfileOptions<Bag> options = ProfileOptions.<Bag>defaults()
                .validator(bag -> bag.coins < 0 ? List.of("coins below zero") : List.of());
        return server.profileStore("Bag", Bag.class, Bag::new, options);
    }

    private long failures() {
        return events.stream().filter(event -> event.contains("saveFailed")).count();
    }

    private String stored(String key) {
        return String.valueOf(entry(key).content().value());
    }

    @Test
    @DisplayName("bad data is not saved in the background; told once, and tried again when it has changed")
    void badDataIsNotSaved() {
        Profile<Purse> profile = load(store, "k");
        profile.update(purse -> purse.earn(5));
        saved(profile.saveAsync());
        long good = entry("k").revision();
        profile.update(purse -> purse.earn(-9));
        network.advance(seconds(200));
        assertThat(entry("k").revision()).isEqualTo(good);
        assertThat(failures()).isEqualTo(1);
        profile.metadata("rank", "gold");
        network.advance(seconds(200));
        assertThat(failures()).isEqualTo(1);
        profile.update(purse -> purse.earn(-1));
        network.advance(seconds(200));
        assertThat(failures()).isEqualTo(2);
        assertThat(stored("k")).contains("\"coins\":5");
        profile.update(purse -> purse.earn(10));
        network.advance(seconds(40));
        assertThat(stored("k")).contains("\"coins\":5");
        assertThat(entry("k").content().metadata()).containsEntry("rank", "gold");
        profile.update(purse -> purse.earn(1));
        network.advance(seconds(40));
        assertThat(stored("k")).contains("\"coins\":6");
        assertThat(profile.isActive()).isTrue();
    }

    @Test
    @DisplayName("the same for mutable data; an explicit save is never told that bad data is saved")
    void mutableData() {
        Profile<Bag> profile = load(bags(a), "k");
        profile.edit(bag -> bag.coins = 5);
        saved(profile.saveAsync());
        long good = entry("Bag", "k").revision();
        profile.edit(bag -> bag.coins = -5);
        network.advance(seconds(200));
        assertThat(failures()).isEqualTo(1);
        assertThatThrownBy(() -> network.await(profile.saveAsync()))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class);
        assertThatThrownBy(() -> network.await(profile.saveAsync()))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class);
        assertThat(entry("Bag", "k").revision()).isEqualTo(good);
        profile.edit(bag -> bag.coins = 7);
        network.advance(seconds(40));
        assertThat(entry("Bag", "k").content().value()).contains("\"coins\":7");
    }

    @Test
    @DisplayName("an explicit save completes with what the validator found")
    void explicitSave() {
        Profile<Purse> profile = load(store, "k");
        profile.update(purse -> purse.earn(-1));
        assertThatThrownBy(() -> network.await(profile.saveAsync()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(DataSaveException.InvalidData.class, invalid -> {
                    assertThat(invalid.problems()).containsExactly("coins below zero", "items []");
                    assertThat(invalid).hasMessageContaining("Purse").hasMessageContaining("coins below zero");
                });
        profile.update(purse -> purse.earn(3));
        saved(profile.saveAsync());
        assertThat(stored("k")).contains("\"coins\":2");
    }

    @Test
    @DisplayName("a release ends with the last good state stored, the bad one reported with its data")
    void aReleaseIsNotBlocked() {
        Profile<Purse> profile = load(store, "k");
        profile.update(purse -> purse.earn(5));
        saved(profile.saveAsync());
        profile.update(purse -> purse.earn(-9));
        assertThat(network.await(profile.releaseAsync())).isEqualTo(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        network.advance(seconds(1));
        assertThat(lost).hasSize(1);
        assertThat(lost.getFirst().data().orElseThrow().toString()).contains("\"coins\":-4");
        assertThat(lost.getFirst().cause()).get().isInstanceOf(DataSaveException.InvalidData.class);
        assertThat(entry("k").content().holder()).isNull();
        assertThat(load(store, "k").data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("P5: a claim is answered with the last good state")
    void aHandoverIsNotBlocked() {
        Profile<Bag> profile = load(bags(a), "k");
        profile.edit(bag -> bag.coins = 5);
        saved(profile.saveAsync());
        profile.edit(bag -> bag.coins = -5);
        Profile<Bag> next = load(bags(server("b")), "k");
        assertThat(next.data().coins).isEqualTo(5);
        network.advance(seconds(1));
        assertThat(lost).hasSize(1);
        assertThat(lost.getFirst().data().orElseThrow().toString()).contains("\"coins\":-5");
    }

    @Test
    @DisplayName("what was stored before the validator is loaded, and released as it is")
    void loadingDoesNotValidateAway() {
        network.storage()
                .write(
                        List.of(Write.put(
                                new EntryId("Purse", "k"),
                                Optional.empty(),
                                "by hand",
                                Content.of("{\"coins\":-7,\"items\":[]}"))),
                        Atomicity.EACH);
        Profile<Purse> profile = load(store, "k");
        assertThat(profile.data().coins()).isEqualTo(-7);
        profile.metadata("rank", "gold");
        saved(profile.saveAsync());
        saved(profile.releaseAsync());
        assertThat(stored("k")).contains("-7");
        assertThat(events).doesNotContain("a saveFailed k");
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName("a validator that throws, or answers null, refuses")
    void theValidatorFails() {
        ProfileStore<Purse> throwing = checked(server("b"), purse -> {
            if (purse.coins() > 0) {
                throw new IllegalStateException("not today");
            }
            return List.of();
        });
        Profile<Purse> one = load(throwing, "one");
        one.update(purse -> purse.earn(1));
        assertThatThrownBy(() -> network.await(one.saveAsync()))
                .cause()
                .isInstanceOfSatisfying(
                        DataSaveException.InvalidData.class,
                        invalid -> assertThat(invalid.problems()).containsExactly("not today"))
                .hasCauseInstanceOf(IllegalStateException.class);
        ProfileStore<Purse> empty = checked(server("c"), purse -> purse.coins() > 0 ? null : List.of());
        Profile<Purse> two = load(empty, "two");
        two.update(purse -> purse.earn(1));
        assertThatThrownBy(() -> network.await(two.saveAsync()))
                .hasCauseInstanceOf(DataSaveException.InvalidData.class);
        assertThat(network.await(two.releaseAsync())).isInstanceOf(SaveResult.NotSaved.class);
    }

    @Test
    @DisplayName("P12: a transaction with bad data changes nothing")
    void transactions() {
        Profile<Purse> giver = load(store, "giver");
        Profile<Purse> taker = load(store, "taker");
        var trade = a.transactAsync(Transaction.Participants.of(giver, taker), tx -> {
            tx.update(giver, purse -> purse.earn(-10));
            tx.update(taker, purse -> purse.earn(10));
            return true;
        });
        assertThatThrownBy(() -> network.await(trade)).hasCauseInstanceOf(DataSaveException.InvalidData.class);
        assertThat(giver.data().coins()).isZero();
        assertThat(taker.data().coins()).isZero();
        taker.update(purse -> purse.earn(1));
        saved(taker.saveAsync());
    }
}
