package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.ErasureReceipt;
import dev.datasave.GrantResult;
import dev.datasave.LoadOptions;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.RollbackOutcome;
import dev.datasave.UserDataOptions;
import dev.datasave.UserDataOptions.Detach;
import dev.datasave.WipeResult;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves to other keys that meet erasures (P14, P15): what goes along, and what must not. */
class MoveAndErasureTest extends MoveOnNetwork {
    private static final String EVE = "user-eve";
    private static final String BOB = "user-bob";
    private static final LoadOptions AS_EVE = DEFAULTS.userId(EVE);
    private static final UserDataOptions OPTIONS = UserDataOptions.defaults();

    private final DataSave a = keeping("a");
    private final DataSave b = keeping("b");

    private ErasureReceipt erase(UserDataOptions options) {
        return network.await(a.eraseUserAsync(EVE, options));
    }

    private void assertErases(UserDataOptions options) {
        ErasureReceipt receipt = erase(options);
        assertThat(receipt.isComplete()).as(receipt.toString()).isTrue();
        assertThat(network.storage().list(EntryQuery.user(EVE)).items()).isEmpty();
        assertThat(network.storage().list(EntryQuery.past(EVE)).items()).isEmpty();
    }

    private static Predicate<Write> of(String store) {
        return write -> write.id().store().equals(store);
    }

    private void mended() {
        network.breakWrites(write -> false);
    }

    /** Eve's profile with a purchase of a sword, erased by a server that could not remove the receipt yet. */
    private void erasedButForTheReceipt(String key) {
        Profile<Purse> profile = load(purses(a), key, AS_EVE);
        buy(profile, "sword");
        network.breakWrites(of("~receipt"));
        assertThat(erase(OPTIONS.timeout(seconds(5))).isComplete()).isFalse();
        mended();
    }

    private void assertNoReceiptIsLeft(String... profiles) {
        assertThat(network.storage().list(EntryQuery.keys("~receipt", "")).items())
                .as("receipts")
                .hasSize(profiles.length)
                .allMatch(entry -> List.of(profiles).stream()
                        .anyMatch(key -> String.valueOf(entry.content().value()).contains("\"key\":\"" + key + "\"")));
    }

    @Test
    @DisplayName(
            "P12, P14, P15: a receipt of an erased life, which the erasure has not come to yet, is no purchase of the next life that is moved")
    void purchaseOfAnErasedLife() {
        erasedButForTheReceipt("old");
        saved(load(purses(a), "old", AS_EVE).releaseAsync());
        assertMoves(b, "old", "new");
        assertNoReceiptIsLeft();
        Profile<Purse> moved = load(purses(b), "new");
        assertThat(buy(moved, "sword")).isInstanceOf(GrantResult.Granted.class);
        assertThat(buy(moved, "sword")).isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(moved.data().coins()).isEqualTo(100);
    }

    @Test
    @DisplayName("P12, P14, P15: nor after the way back, and the next life's own purchases stay its own")
    void purchaseOfAnErasedLifeAndTheWayBack() {
        Profile<Purse> first = load(purses(a), "home", AS_EVE);
        saved(first.releaseAsync());
        assertMoves(a, "home", "away");
        erasedButForTheReceipt("away");
        Profile<Purse> reborn = load(purses(a), "away", AS_EVE);
        buy(reborn, "shield");
        saved(reborn.releaseAsync());
        assertMoves(b, "away", "home");
        assertMoves(b, "home", "away");
        Profile<Purse> moved = load(purses(b), "away");
        assertThat(buy(moved, "shield")).isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(buy(moved, "sword")).isInstanceOf(GrantResult.Granted.class);
    }

    @Test
    @DisplayName("P13, P14: a rollback does not name purchases of an erased life as taken back")
    void rollbackNamesNoPurchaseOfAnErasedLife() {
        erasedButForTheReceipt("k");
        Profile<Purse> reborn = load(purses(a), "k", AS_EVE);
        long then = saved(reborn.saveAsync()).revision();
        buy(reborn, "shield");
        saved(reborn.releaseAsync());
        RollbackOutcome outcome = network.await(purses(a).rollbackAsync("k", then, "ticket 9"));
        assertThat(((RollbackOutcome.RolledBack) outcome).takenBack().receipts())
                .containsExactly("shield");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "P11, P14, P15: a message to an erased life that comes late is not for the next life that was moved, and is removed")
    void messageToAnErasedLife(boolean isAfterTheMove) {
        saved(load(purses(a), "old", AS_EVE).releaseAsync());
        network.breakWrites(of("~message"));
        var unused = purses(b).messageAsync("old", new Gift("late", 5));
        network.advance(Duration.ofMillis(20));
        assertThat(erase(OPTIONS.quiet(Duration.ZERO)).isComplete()).isTrue();
        saved(load(purses(a), "old", AS_EVE).releaseAsync());
        if (!isAfterTheMove) {
            mended();
            network.until(() -> !messageEntries().isEmpty(), seconds(5));
        }
        assertMoves(a, "old", "new");
        mended();
        Profile<Purse> moved = loadTaking(a, "new");
        network.advance(seconds(10));
        assertThat(moved.data()).isEqualTo(Purse.fresh());
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName(
            "P12, P14, P15: an erasure leaves the receipts of a profile that is being moved and belongs to others by now")
    void receiptsThatFollow() {
        Profile<Purse> profile = load(purses(a), "old", AS_EVE);
        buy(profile, "sword");
        profile.removeUserId(EVE);
        profile.addUserId(BOB);
        saved(profile.releaseAsync());
        DataSave dies = server("dies");
        network.advance(seconds(1));
        network.breakWrites(of("~receipt"));
        var unused = moving(dies, "old", "new");
        network.advance(seconds(1));
        assertThat(keys()).containsExactly("new");
        network.kill(dies);
        mended();
        assertErases(OPTIONS.detach(shared -> Detach.Outcome.rewrite(shared.value(), Map.of())));
        assertThat(buy(load(purses(b), "new"), "sword")).isInstanceOf(GrantResult.AlreadyGranted.class);
    }

    @Test
    @DisplayName("P14, P15: the old key of a profile that others have, too, still says where it is after an erasure")
    void markOfASharedProfile() {
        Profile<Purse> alone = load(purses(a), "old", AS_EVE);
        alone.update(purse -> purse.earn(1));
        saved(alone.saveAsync());
        saved(alone.releaseAsync());
        assertMoves(a, "old", "new");
        Profile<Purse> together = load(purses(b), "new");
        together.addUserId(BOB);
        saved(together.releaseAsync());
        assertErases(OPTIONS.detach(shared -> Detach.Outcome.rewrite(shared.value(), Map.of())));
        for (int again = 0; again < 2; again++) {
            assertThat(refusal(purses(b).loadProfileAsync("old"))).isEqualTo(new NotLoadedReason.Moved("new"));
            network.jumpStorageClock(Duration.ofDays(100));
            assertThat(network.storage().sweep(1000)).isGreaterThanOrEqualTo(0);
        }
        assertThat(load(purses(a), "new").data().coins()).isEqualTo(1);
    }

    @Test
    @DisplayName("P14, P15: a state in a spool, from before somebody was taken out of a moved profile, is not kept")
    void spooledBeforeAnErasure() {
        DataSave spooling = spooling();
        Profile<Purse> profile = load(purses(spooling), "old", AS_EVE.userId(BOB));
        profile.update(purse -> purse.earn(1));
        network.outage(seconds(600));
        network.closeServer(spooling);
        network.outage(seconds(0));
        saved(load(purses(b), "old").releaseAsync());
        assertMoves(a, "old", "new");
        assertErases(OPTIONS.detach(shared -> Detach.Outcome.rewrite(shared.value(), Map.of())));

        spooling();
        network.advance(seconds(10));
        assertThat(network.storage().list(EntryQuery.keys("~orphan", "")).items())
                .filteredOn(orphan -> !orphan.isTombstone())
                .isEmpty();
    }

    @Test
    @DisplayName(
            "P12, P14: a purchase of a profile that is born while the person's old traces are erased is not forgotten")
    void bornWhileItsTracesAreErased() {
        network.await(purses(b).messageAsync(EVE, new Gift("to nobody", 5)));
        network.breakWrites(of("~message"));
        var unused =
                a.eraseUserAsync(EVE, OPTIONS.keyTemplate("Purse", "{userId}").timeout(seconds(60)));
        network.advance(seconds(2)); // it has seen that there is no profile, and tries to erase the message
        Profile<Purse> born = load(purses(b), EVE);
        assertThat(buy(born, "sword")).isInstanceOf(GrantResult.Granted.class);
        mended();
        network.until(() -> messageEntries().isEmpty(), seconds(10));
        network.advance(Duration.ofMillis(20));
        network.closeServer(a); // before it comes to the profile
        assertThat(buy(born, "sword")).isInstanceOf(GrantResult.AlreadyGranted.class);
    }

    private DataSave spooling() {
        return server("spooling", builder -> builder.spoolDirectory(Path.of("spool")));
    }

    @Test
    @DisplayName(
            "P12, P15: purchases of a wiped profile count as taken back under a third key, whatever was erased there before")
    void purchasesOfAWipedProfileThatWasMoved() {
        saved(load(purses(a), "third", AS_EVE).releaseAsync());
        assertErases(OPTIONS);
        Profile<Purse> wiped = load(purses(a), "first");
        buy(wiped, "sword");
        saved(wiped.releaseAsync());
        assertMoves(a, "first", "second");
        assertThat(network.await(purses(a).wipeProfileAsync("second"))).isInstanceOf(WipeResult.Wiped.class);
        saved(load(purses(a), "other").releaseAsync());
        assertMoves(b, "other", "second");
        assertThat(buy(load(purses(b), "second"), "sword")).isInstanceOf(GrantResult.TakenBack.class);
        assertMoves(a, "second", "third");
        assertThat(buy(load(purses(b), "third"), "sword"))
                .isInstanceOfSatisfying(
                        GrantResult.TakenBack.class,
                        back -> assertThat(back.revision()).isPositive());
    }
}
