package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.EditOutcome;
import dev.datasave.ErasureReceipt;
import dev.datasave.GrantResult;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.RollbackOutcome;
import dev.datasave.WipeResult;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Write;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What must not happen again in the next life of a profile, and what may. */
class AfterRemovalTest extends PeopleOnNetwork {
    private static final Faults SLOW = new Faults(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final DataSave a = server("a");
    private final List<String> received = new ArrayList<>();

    private CompletableFuture<GrantResult> buy(Profile<Purse> profile) {
        return profile.grantOnceAsync("receipt", purse -> purse.earn(100));
    }

    private Profile<Purse> loadTaking(String key) {
        Profile<Purse> profile = load(purses(a), key, AS_EVE);
        profile.onMessage(
                Gift.class,
                message -> message.acknowledge(purse -> {
                    received.add(message.payload().text());
                    return purse.earn(1);
                }));
        return profile;
    }

    private void wipe(String key) {
        assertThat(network.await(purses(a).wipeProfileAsync(key))).isInstanceOf(WipeResult.Wiped.class);
    }

    @Test
    @DisplayName(
            "P11: a message that was acknowledged before a removal is not delivered again in the profile's next life")
    void messages() {
        Profile<Purse> profile = loadTaking("k");
        network.breakWrites(write -> write.id().store().equals("~message") && isTombstone(write));
        give(a, "k", "sword");
        network.until(() -> !received.isEmpty(), seconds(5));
        saved(profile.saveAsync());
        wipe("k");
        network.breakWrites(write -> false);
        Profile<Purse> reborn = loadTaking("k");
        network.advance(seconds(130));
        assertThat(received).containsExactly("sword");
        assertThat(reborn.data().coins()).isZero();
    }

    @Test
    @DisplayName("F20: a session that begins while a removal still looks whether there is one ends with REMOVED")
    void aSessionThatBeginsMeanwhile() {
        saved(load(purses(a), "k").releaseAsync());
        network.faults(SLOW);
        CompletableFuture<WipeResult> wipe = purses(a).wipeProfileAsync("k");
        network.advance(Duration.ofMillis(1));
        assertThat(network.calls(a)).isPositive();
        network.faults(Faults.calm());
        Profile<Purse> late = load(purses(a), "k");
        List<ReleaseReason> reasons = new ArrayList<>();
        late.onRelease(reasons::add);
        assertThat(wipe).isNotDone();
        assertThat(network.await(wipe)).isInstanceOf(WipeResult.Wiped.class);
        assertThat(reasons).containsExactly(ReleaseReason.REMOVED);
        assertThat(entry("k").isTombstone()).isTrue();
    }

    private static boolean isTombstone(Write write) {
        return write.content() != null && write.content().value() == null;
    }

    @Test
    @DisplayName("P12: a grant whose effect a removal has taken is told so, and can be made again by who wants that")
    void grants() {
        Profile<Purse> profile = load(purses(a), "k");
        network.await(buy(profile));
        wipe("k");
        Profile<Purse> reborn = load(purses(a), "k");
        assertThat(network.await(buy(reborn))).isInstanceOf(GrantResult.TakenBack.class);
        assertThat(network.await(reborn.grantAgainAsync("receipt", purse -> purse.earn(100))))
                .isInstanceOf(GrantResult.Granted.class);
        assertThat(reborn.data().coins()).isEqualTo(100);
    }

    @Test
    @DisplayName("P12, P13: a rollback to before a removal gives the grants back with the data, and not twice")
    void rollbackAcrossARemoval() {
        Profile<Purse> profile = load(kept(a), "k");
        network.await(buy(profile));
        long bought = saved(profile.saveAsync()).revision();
        wipe("k");
        assertThat(network.await(kept(a).rollbackAsync("k", bought, "wiped by mistake")))
                .isInstanceOf(RollbackOutcome.RolledBack.class);
        Profile<Purse> back = load(kept(a), "k");
        assertThat(back.data().coins()).isEqualTo(100);
        assertThat(network.await(buy(back))).isInstanceOf(GrantResult.AlreadyGranted.class);
    }

    @Test
    @DisplayName(
            "P12, P14: an erasure that can't take the profile leaves its receipts, so that nothing is granted twice")
    void erasureInVain() {
        DataSave b = server("b");
        Profile<Purse> profile = load(purses(b), "k", AS_EVE);
        network.await(buy(profile));
        network.pause(b); // keeps its lease for a while
        ErasureReceipt receipt = erase(a, OPTIONS.timeout(Duration.ofSeconds(2)));
        assertThat(receipt.isComplete()).isFalse();
        network.resume(b);
        network.advance(seconds(20));
        Profile<Purse> later = load(purses(b), "k", AS_EVE);
        assertThat(network.await(buy(later))).isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(later.data().coins()).isEqualTo(100);
        erased(a, OPTIONS);
    }

    @Test
    @DisplayName("P12, P14: a receipt that an erasure has not come to yet is none of the profile's next life")
    void receiptOfAnEarlierLife() {
        network.await(buy(load(purses(a), "k", AS_EVE)));
        network.breakWrites(write -> write.id().store().equals("~receipt"));
        ErasureReceipt receipt = erase(a, OPTIONS.timeout(Duration.ofSeconds(5)));
        assertThat(receipt.isComplete()).isFalse();
        network.breakWrites(write -> false);
        Profile<Purse> reborn = load(purses(a), "k", AS_EVE);
        assertThat(reborn.data().coins()).isZero();
        assertThat(network.await(buy(reborn))).isInstanceOf(GrantResult.Granted.class);
        assertThat(network.await(buy(reborn))).isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(reborn.data().coins()).isEqualTo(100);
    }

    @Test
    @DisplayName(
            "P12, P14: an erasure that goes on leaves a receipt of the profile's next life, also on top of one of the life before")
    void receiptOnTopOfAnEarlierOne() {
        DataSave b = server("b");
        network.await(buy(load(purses(b), "k", AS_EVE)));
        network.breakWrites(write ->
                write.id().store().equals("~receipt") && write.writeId().startsWith(a.incarnation()));
        var erasing = a.eraseUserAsync(EVE, OPTIONS);
        network.until(() -> entry("k").isTombstone(), seconds(10));
        network.advance(seconds(1));
        Profile<Purse> reborn = load(purses(b), "k", AS_EVE);
        assertThat(network.await(buy(reborn))).isInstanceOf(GrantResult.Granted.class);
        network.breakWrites(write -> false);
        network.await(erasing);
        assertThat(network.await(buy(reborn))).isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(reborn.data().coins()).isEqualTo(100);
    }

    @Test
    @DisplayName("P14: what is erased is not brought to life for it")
    void nothingIsBornByAnErasure() {
        List<ReleaseReason> reasons = new ArrayList<>();
        Profile<Purse> profile = load(purses(a), "k", AS_EVE);
        profile.onRelease(reasons::add);
        saved(profile.saveAsync());
        wipe("k");
        erased(a, OPTIONS);
        assertThat(reasons).containsExactly(ReleaseReason.REMOVED);
        assertThat(network.journal().events().stream()
                        .filter(Journal.Written.class::isInstance)
                        .map(Journal.Written.class::cast)
                        .filter(written -> written.id().equals(new EntryId("Purse", "k")))
                        .filter(written -> written.before()
                                        .filter(Entry::isTombstone)
                                        .isPresent()
                                && written.after().filter(Entry::isTombstone).isEmpty()))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "P13, P14: an edit that was carried out is answered so, also when its profile was erased before the asker heard of it")
    void answerToAnEdit() {
        DataSave b = server("b");
        load(withFines(b), "k", AS_EVE);
        CompletableFuture<EditOutcome> edit = withFines(a).editAsync("k", "fine", new JsonPrimitive(3), "ticket 12");
        EntryId profile = new EntryId("Purse", "k");
        network.until(
                () -> network.storage().list(EntryQuery.keys("~message", "")).items().stream()
                        .anyMatch(message -> !message.isTombstone()),
                seconds(5));
        network.outage(a, seconds(40));
        network.until(() -> String.valueOf(entry("k").content().value()).contains("-3"), seconds(10));
        ErasureReceipt receipt = network.await(server("c").eraseUserAsync(EVE, OPTIONS));
        assertThat(receipt.isComplete()).isTrue();
        assertThat(network.storage().read(List.of(profile)).getFirst().filter(Entry::isTombstone))
                .isPresent();
        assertThat(edit).isNotDone();
        assertThat(network.await(edit)).isInstanceOf(EditOutcome.Applied.class);
    }

    @Test
    @DisplayName("P13, P14: an edit that was erased before it was carried out is answered as expired")
    void anErasedEdit() {
        DataSave b = server("b");
        load(withFines(b), "k", AS_EVE);
        network.pause(b);
        CompletableFuture<EditOutcome> edit = withFines(a).editAsync("k", "fine", new JsonPrimitive(3), "ticket 12");
        network.until(
                () -> !network.storage()
                        .list(EntryQuery.keys("~message", ""))
                        .items()
                        .isEmpty(),
                seconds(5));
        network.outage(a, seconds(60));
        ErasureReceipt receipt = network.await(server("c").eraseUserAsync(EVE, OPTIONS));
        assertThat(receipt.isComplete()).isTrue();
        network.resume(b);
        assertThat(network.await(edit)).isEqualTo(new EditOutcome.Expired());
    }

    private static ProfileStore<Purse> withFines(DataSave server) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().namedEdit("fine", (purse, amount) -> purse.earn(-amount.getAsLong())));
    }
}
