package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.Orphan;
import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import dev.datasave.Transaction;
import dev.datasave.WipeResult;
import dev.datasave.spi.EntryQuery;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Spooled states that meet another state than the one they build on (F18, P10, P14). */
class OrphanTest extends Spooling {
    private final DataSave a = spooling("a");

    /** Server a closes while the storage is away from it alone, and b, which has no spool, takes what it had. */
    private DataSave takenByAnother(String key) {
        DataSave b = server("b");
        network.outage(a, seconds(600));
        network.closeServer(a);
        load(purses(b), key).update(purse -> purse.earn(100));
        network.await(purses(b).releaseAsync(key));
        return b;
    }

    @Test
    @DisplayName("another server took the profile meanwhile: the state is kept as an orphan until an operator drops it")
    void aStateThatDoesNotFitIsKeptAsAnOrphan() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        long base = profile.info().revision();
        profile.addUserId("u1");
        profile.metadata("clan", "red");
        DataSave b = takenByAnother("k");
        restarted("a");
        assertThat(coins("k")).isEqualTo(100);
        assertThat(disk.states()).isEmpty();
        assertThat(events).contains("a orphanKept k").doesNotContain("a replayed k");

        Orphan<Purse> orphan = orphans(b, "k").getFirst();
        assertThat(orphan.data()).contains(new Purse(5, List.of()));
        assertThat(String.valueOf(orphan.stored())).contains("5");
        assertThat(orphan.info().revision()).isEqualTo(base);
        assertThat(orphan.info().key()).isEqualTo("k");
        assertThat(orphan.info().userIds()).containsExactlyInAnyOrder("k", "u1");
        assertThat(orphan.info().metadata()).containsEntry("clan", "red");
        assertThat(orphan.server()).isEqualTo("a");
        assertThat(orphan.reason()).isEqualTo(ReleaseReason.CLOSING);
        assertThat(orphan.spooled()).isBefore(orphan.info().updated());
        assertThat(orphan.id()).contains("/" + base + "-");
        assertThat(network.storage().list(EntryQuery.user("u1")).items())
                .as("found with its person, to be exported and erased")
                .extracting(entry -> entry.id().store())
                .contains("~orphan");

        network.storage().sweep(1000);
        assertThat(orphans(b, "k")).hasSize(1);
        assertThat(network.await(purses(b).discardOrphanAsync("k", orphan.id())))
                .isTrue();
        assertThat(network.await(purses(b).discardOrphanAsync("k", orphan.id())))
                .isFalse();
        assertThat(orphans(b, "k")).isEmpty();
        assertThatThrownBy(() -> purses(b).discardOrphanAsync("other", orphan.id()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another profile's");
    }

    @Test
    @DisplayName("F19: the write had been carried out after all; it is recognised, also when another has written since")
    void aWriteThatWasCarriedOutIsRecognised() {
        unsaved(a, "k", 5);
        unsaved(a, "l", 6);
        network.faults(Faults.calm().withErrors(0, 1));
        var unused = a.closeAsync();
        network.advance(seconds(8));
        assertThat(disk.states()).hasSize(2);
        assertThat(List.of(coins("k"), coins("l"))).containsExactly(5L, 6L);
        network.kill(a);
        network.faults(Faults.calm());
        DataSave b = server("b");
        load(purses(b), "l").update(purse -> purse.earn(1));
        network.await(purses(b).releaseAsync("l"));
        DataSave next = restarted("a");
        isStoredAndFree("k", 5);
        isStoredAndFree("l", 7);
        assertThat(orphans(next, "l")).isEmpty();
        assertThat(events).contains("a replayed k", "a replayed l");
    }

    @Test
    @DisplayName(
            "P12: a transaction under way that was carried out holds more than the state: only the session is freed")
    void aTransactionThatWasCarriedOutIsNotUndone() {
        Profile<Purse> alice = load(purses(a), "alice");
        Profile<Purse> bob = load(purses(a), "bob");
        alice.update(purse -> purse.earn(10));
        network.faults(Faults.calm().withErrors(0, 1));
        var paid = a.transactAsync(Transaction.Participants.of(alice, bob), tx -> {
            tx.update(alice, purse -> purse.earn(-3));
            tx.update(bob, purse -> purse.earn(3));
            return true;
        });
        network.advance(seconds(2));
        assertThat(paid).isNotDone();
        assertThat(List.of(coins("alice"), coins("bob"))).containsExactly(7L, 3L);
        closeInOutage(a);
        network.faults(Faults.calm());
        assertThat(disk.states()).as("alice had unsaved coins").hasSize(1);
        restarted("a");
        isStoredAndFree("alice", 7);
        assertThat(coins("bob")).isEqualTo(3);
        assertThat(events).noneMatch(event -> event.contains("orphan"));
    }

    @Test
    @DisplayName("P12: a transaction under way that was not carried out never will be, once the state is stored")
    void aTransactionThatWasNotCarriedOutIsRefused() {
        Profile<Purse> alice = load(purses(a), "alice");
        Profile<Purse> bob = load(purses(a), "bob");
        alice.update(purse -> purse.earn(10));
        network.outage(seconds(600));
        var unused = a.transactAsync(Transaction.Participants.of(alice, bob), tx -> {
            tx.update(alice, purse -> purse.earn(-3));
            tx.update(bob, purse -> purse.earn(3));
            return true;
        });
        network.advance(seconds(2));
        closeInOutage(a);
        restarted("a");
        isStoredAndFree("alice", 10);
        assertThat(coins("bob")).isZero();
    }

    @Test
    @DisplayName("F41: a storage that was set back takes the state on top")
    void aStorageSetBackIsHealed() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        network.advance(seconds(5));
        saved(profile.saveAsync());
        profile.update(purse -> purse.earn(1));
        closeInOutage(a);
        network.setBack(network.now().minus(seconds(3)));
        restarted("a");
        isStoredAndFree("k", 6);
    }

    @Test
    @DisplayName("a profile that was wiped leaves its history, and the state is an orphan")
    void aWipedProfileLeavesAnOrphan() {
        unsaved(a, "k", 5);
        DataSave b = server("b");
        network.outage(a, seconds(600));
        network.closeServer(a);
        assertThat(network.await(purses(b).wipeProfileAsync("k"))).isInstanceOf(WipeResult.Wiped.class);
        DataSave next = restarted("a");
        assertThat(entry("k").isTombstone()).isTrue();
        assertThat(orphans(next, "k")).hasSize(1);
    }

    @Test
    @DisplayName("P14: an erased profile does not come back, nor as an orphan; not even after it was born again")
    void theErasedStaysErased() {
        unsaved(a, "k", 5);
        unsaved(a, "l", 6);
        closeInOutage(a);
        storageIsBack();
        DataSave b = server("b");
        erase(b, "k");
        erase(b, "l");
        load(purses(b), "l").update(purse -> purse.earn(1));
        network.await(purses(b).releaseAsync("l"));
        DataSave next = restarted("a");
        assertThat(entry("k").isTombstone()).isTrue();
        isStoredAndFree("l", 1);
        assertThat(orphans(next, "k")).isEmpty();
        assertThat(orphans(next, "l")).isEmpty();
        assertThat(events).contains("a spoolDropped k", "a spoolDropped l");
    }

    @Test
    @DisplayName("P14: a state whose profile is gone without a trace for longer than tombstones are kept is dropped")
    void theErasedAndSweptStaysErased() {
        unsaved(a, "k", 5);
        closeInOutage(a);
        storageIsBack();
        DataSave b = server("b");
        erase(b, "k");
        network.closeServer(b);
        network.advance(Duration.ofDays(31));
        network.storage().sweep(1000);
        assertThat(isStored("k")).isFalse();
        restarted("a");
        assertThat(isStored("k")).isFalse();
        assertThat(disk.states()).isEmpty();
        assertThat(events).contains("a spoolDropped k");
    }

    @Test
    @DisplayName("P14: nor is it an orphan of who was born after the tombstone was swept")
    void theErasedIsNotAnOrphanOfTheNextLife() {
        unsaved(a, "k", 5);
        closeInOutage(a);
        storageIsBack();
        DataSave b = server("b");
        erase(b, "k");
        network.closeServer(b);
        network.advance(Duration.ofDays(31));
        network.storage().sweep(1000);
        DataSave c = server("c");
        load(purses(c), "k").update(purse -> purse.earn(1));
        network.closeServer(c);
        DataSave next = restarted("a");
        isStoredAndFree("k", 1);
        assertThat(orphans(next, "k")).isEmpty();
        assertThat(events).contains("a spoolDropped k");
    }

    @Test
    @DisplayName("P14: a profile erased while its orphan was being kept takes the orphan with it")
    void theErasedTakesItsOrphanWithIt() {
        unsaved(a, "k", 5);
        takenByAnother("k");
        byte[] file = disk.files().get(disk.states().getFirst());
        DataSave next = restarted("a");
        assertThat(orphans(next, "k")).hasSize(1);
        erase(next, "k");
        assertThat(orphans(next, "k")).isEmpty();
        network.closeServer(next);
        // as if the process had died between the orphan and the removal of its file
        disk.files().put(nameOf(file), file);
        DataSave third = restarted("a");
        assertThat(orphans(third, "k")).isEmpty();
        assertThat(disk.states()).isEmpty();
    }

    private static String nameOf(byte[] file) {
        String text = new String(file, java.nio.charset.StandardCharsets.UTF_8);
        String token = text.replaceAll("(?s).*\"token\":\"[a-z2-7]+/([a-z2-7]+)\".*", "$1");
        return hashOfK() + "-" + token + ".aaaaaaaaaaaaaaaa.json";
    }

    /** The hash of the profile id, Purse/k. */
    private static String hashOfK() {
        try {
            byte[] hash = java.security.MessageDigest.getInstance("SHA-256")
                    .digest("Purse\0k".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return java.util.HexFormat.of().formatHex(hash, 0, 20);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("P5: a handover that was not carried out is stored as the session's end")
    void aHandoverThatWasNotCarriedOutIsStored() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        profile.onLastSave(reason -> network.outage(seconds(70)));
        DataSave b = server("b");
        refusal(purses(b).loadProfileAsync("k", DEFAULTS.timeout(seconds(20))));
        network.advance(seconds(45));
        assertThat(lost.getFirst().spooled()).isPresent();
        network.advance(seconds(15));
        isStoredAndFree("k", 5);
    }

    @Test
    @DisplayName("P5: a handover that was carried out is recognised, and stays the new holder's")
    void aHandoverThatWasCarriedOutIsRecognised() {
        Profile<Purse> profile = unsaved(a, "k", 5);
        profile.onLastSave(reason -> network.faults(Faults.calm().withErrors(0, 1)));
        DataSave b = server("b");
        var load = purses(b).loadProfileAsync("k");
        network.advance(seconds(5));
        assertThat(disk.states()).hasSize(1);
        network.kill(a);
        network.faults(Faults.calm());
        restarted("a");
        assertThat(disk.states()).isEmpty();
        assertThat(profileOf(network.await(load)).data().coins()).isEqualTo(5);
        assertThat(events).contains("a replayed k");
    }
}
