package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.Transaction;
import dev.datasave.Transaction.Result.Committed;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Transactions (P12): commit first, all or nothing. */
class TransactionTest extends GameOnNetwork {
    private final DataSave a = server("a");
    private Profile<Purse> alice;
    private Profile<Purse> bob;

    @BeforeEach
    void twoPlayers() {
        alice = load(purses(a), "alice");
        bob = load(purses(a), "bob");
        alice.update(purse -> purse.earn(100));
    }

    private CompletableFuture<Transaction.Result> pay(long amount) {
        return pay(alice, bob, amount);
    }

    private CompletableFuture<Transaction.Result> pay(Profile<Purse> from, Profile<Purse> to, long amount) {
        return a.transactAsync(Transaction.Participants.of(from, to), tx -> {
            if (tx.data(from).coins() < amount) {
                return false;
            }
            tx.update(from, purse -> purse.earn(-amount));
            tx.update(to, purse -> purse.earn(amount));
            return true;
        });
    }

    private long stored(String key) {
        String value = entry(key).content().value();
        return com.google.gson.JsonParser.parseString(String.valueOf(value))
                .getAsJsonObject()
                .get("coins")
                .getAsLong();
    }

    @Test
    @DisplayName("P12, F26: both sides are stored with one write id, and only then changed in memory")
    void bothSidesAreStoredTogether() {
        CompletableFuture<Transaction.Result> paid = pay(30);
        assertThat(bob.data().coins()).isZero();
        assertThat(network.await(paid)).isEqualTo(new Committed());
        assertThat(List.of(alice.data().coins(), bob.data().coins())).containsExactly(70L, 30L);
        assertThat(List.of(stored("alice"), stored("bob"))).containsExactly(70L, 30L);
        assertThat(entry("alice").writeId()).isEqualTo(entry("bob").writeId());
    }

    @Test
    @DisplayName("P12: a function that declines, or throws, changes nothing")
    void declinedChangesNothing() {
        assertThat(network.await(pay(101))).isEqualTo(new Transaction.Result.Declined());
        CompletableFuture<Transaction.Result> thrown = a.transactAsync(Transaction.Participants.of(alice, bob), tx -> {
            tx.update(alice, purse -> purse.earn(-1));
            throw new IllegalStateException("the shop is closed");
        });
        assertThatThrownBy(() -> network.await(thrown))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("the shop is closed");
        assertThat(List.of(alice.data().coins(), bob.data().coins())).containsExactly(100L, 0L);
        assertThat(alice.update(purse -> purse.earn(1)).coins()).isEqualTo(101);
    }

    @Test
    @DisplayName("P12: edits wait for a transaction, then are Busy; they go on after it")
    void editsAreBusyMeanwhile() {
        network.await(alice.saveAsync());
        network.outage(seconds(3));
        CompletableFuture<Transaction.Result> paid = pay(30);
        network.advance(seconds(1));
        assertThatThrownBy(() -> alice.update(purse -> purse.earn(1)))
                .isInstanceOf(DataSaveException.Busy.class)
                .hasMessageContaining("alice")
                .hasMessageContaining("250 ms");
        assertThat(network.await(paid)).isEqualTo(new Committed());
        assertThat(alice.update(purse -> purse.earn(1)).coins()).isEqualTo(71);
    }

    @Test
    @DisplayName("P12: an edit of a participant inside the function is an edit inside an edit")
    void editsInsideTheFunctionAreRefused() {
        CompletableFuture<Transaction.Result> nested = a.transactAsync(Transaction.Participants.of(alice), tx -> {
            alice.update(purse -> purse.earn(1));
            return true;
        });
        assertThatThrownBy(() -> network.await(nested)).hasCauseInstanceOf(DataSaveException.NestedEdit.class);
        CompletableFuture<Transaction.Result> stranger = a.transactAsync(Transaction.Participants.of(alice), tx -> {
            tx.update(bob, purse -> purse.earn(1));
            return true;
        });
        assertThatThrownBy(() -> network.await(stranger))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bob");
    }

    @Test
    @DisplayName("P12: a profile of another server, or a released one, can't take part")
    void onlyActiveProfilesOfThisServerTakePart() {
        Profile<Purse> foreign = load(purses(server("b")), "carol");
        assertThatThrownBy(() -> pay(alice, foreign, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carol");
        network.await(bob.releaseAsync());
        assertThat(network.await(pay(1))).isEqualTo(new Transaction.Result.NotActive(bob.id(), ProfileState.RELEASED));
        assertThat(alice.data().coins()).isEqualTo(100);
    }

    @Test
    @DisplayName("P12: the state saved with a transaction is the whole one, also what was edited before and in onSave")
    void unsavedEditsAreStoredWithIt() {
        bob.onSave(() -> bob.update(purse -> new Purse(purse.coins(), List.of("sword"))));
        assertThat(network.await(pay(30))).isEqualTo(new Committed());
        assertThat(entry("bob").content().value()).contains("sword").contains("30");
    }

    @Test
    @DisplayName("P5, P12: a handover that comes during a transaction waits for it and hands over its result")
    void handoverComesAfterTheTransaction() {
        network.await(a.saveTogetherAsync(List.of(alice, bob)));
        List<ReleaseReason> told = new ArrayList<>();
        bob.onRelease(told::add);
        bob.onLastSave(reason -> bob.update(purse -> purse.earn(1000)));
        DataSave b = server("b");
        network.advance(seconds(1));
        CompletableFuture<Transaction.Result> paid = pay(30);
        Profile<Purse> there = load(purses(b), "bob");
        Transaction.Result result = network.await(paid);
        long moved = result instanceof Committed ? 30 : 0;
        assertThat(there.data().coins()).isEqualTo(1000 + moved);
        assertThat(alice.data().coins()).isEqualTo(100 - moved);
        assertThat(told).containsExactly(ReleaseReason.HANDED_OVER);
    }

    @Test
    @DisplayName("P10, P12: lost replies and errors neither double nor lose anything")
    void lostRepliesAreDecided() {
        for (int i = 1; i <= 20; i++) {
            network.faults(Faults.calm().withErrors(0.2, 0.5));
            CompletableFuture<Transaction.Result> paid = pay(1);
            network.advance(seconds(2));
            network.faults(Faults.calm());
            assertThat(network.await(paid)).isEqualTo(new Committed());
            network.advance(seconds(2));
            assertThat(List.of(stored("alice"), stored("bob"))).containsExactly(100L - i, (long) i);
        }
        assertThat(events).noneMatch(event -> event.contains("released"));
    }

    @Test
    @DisplayName("P8, P12: a profile that was stolen ends the transaction, and the other side keeps what it had")
    void aStolenProfileEndsIt() {
        network.await(a.saveTogetherAsync(List.of(alice, bob)));
        DataSave b = server("b");
        network.advance(seconds(1));
        network.outage(a, seconds(4));
        CompletableFuture<Transaction.Result> paid = pay(30);
        Profile<Purse> there = load(purses(b), "bob", DEFAULTS.whenHeld(dev.datasave.WhenHeld.STEAL));
        assertThat(network.await(paid)).isInstanceOf(Transaction.Result.NotActive.class);
        network.advance(seconds(5));
        assertThat(there.data().coins()).isZero();
        assertThat(alice.data().coins()).isEqualTo(100);
        assertThat(alice.isActive()).isTrue();
        assertThat(bob.state()).isEqualTo(ProfileState.RELEASED);
    }

    @Test
    @DisplayName("F41, P12: a storage that was set back gets all of the transaction on top")
    void aStorageSetBackIsHealed() {
        network.await(a.saveTogetherAsync(List.of(alice, bob)));
        network.advance(seconds(5));
        network.await(pay(10));
        network.setBack(seconds(3));
        assertThat(network.await(pay(20))).isEqualTo(new Committed());
        assertThat(List.of(stored("alice"), stored("bob"))).containsExactly(70L, 30L);
    }

    @Test
    @DisplayName("P12: transactions of the same profiles in any order all come through")
    void transactionsDoNotBlockEachOther() {
        List<CompletableFuture<Transaction.Result>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(i % 2 == 0 ? pay(alice, bob, 2) : pay(bob, alice, 1));
        }
        all.forEach(paid -> assertThat(network.await(paid)).isEqualTo(new Committed()));
        assertThat(List.of(alice.data().coins(), bob.data().coins())).containsExactly(75L, 25L);
    }

    @Test
    @DisplayName("P12: closing answers a transaction, whatever becomes of it")
    void closingAnswers() {
        network.outage(seconds(60));
        CompletableFuture<Transaction.Result> paid = pay(30);
        CompletableFuture<?> closed = a.closeAsync();
        network.await(closed);
        network.advance(seconds(5));
        assertThat(paid).isDone();
    }

    private CompletableFuture<Transaction.Result> deposit(DataStore<Long> bank, long amount) {
        return a.transactAsync(Transaction.Participants.of(alice).and(bank, "guild"), tx -> {
            if (tx.data(alice).coins() < amount) {
                return false;
            }
            tx.update(alice, purse -> purse.earn(-amount));
            tx.set(bank, "guild", tx.get(bank, "guild").orElse(0L) + amount);
            return true;
        });
    }

    @Test
    @DisplayName(
            "P12: an entry of a data store is written with the profiles, and a refused one runs the function again")
    void entriesTakePart() {
        DataStore<Long> bank = a.dataStore("Bank", Long.class);
        DataStore<Long> elsewhere = server("b").dataStore("Bank", Long.class);
        List<CompletableFuture<?>> others = new ArrayList<>();
        List<CompletableFuture<Transaction.Result>> deposits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            others.add(elsewhere.incrementAsync("guild", 1000));
            others.add(bank.incrementAsync("guild", 1000));
            deposits.add(deposit(bank, 10));
            network.advance(Duration.ofMillis(network.random().nextLong(0, 5)));
        }
        deposits.forEach(deposit -> assertThat(network.await(deposit)).isEqualTo(new Committed()));
        others.forEach(network::await);
        assertThat(network.await(bank.getAsync("guild")).orElseThrow().value()).isEqualTo(20_100L);
        assertThat(alice.data().coins()).isZero();
        assertThat(network.await(deposit(bank, 1))).isEqualTo(new Transaction.Result.Declined());
    }

    @Test
    @DisplayName("P12: a transaction sees its own changes, removes entries, and needs them named")
    void entriesAreReadAndRemoved() {
        DataStore<Long> bank = a.dataStore("Bank", Long.class);
        network.await(bank.setAsync("x", 1L));
        Transaction.Result result = network.await(a.transactAsync(
                Transaction.Participants.of().and(bank, "x").and(bank, "y"), tx -> {
                    assertThat(tx.get(bank, "x")).contains(1L);
                    assertThat(tx.get(bank, "y")).isEmpty();
                    tx.set(bank, "y", 2L);
                    assertThat(tx.get(bank, "y")).contains(2L);
                    tx.remove(bank, "x");
                    assertThat(tx.get(bank, "x")).isEmpty();
                    return true;
                }));
        assertThat(result).isEqualTo(new Committed());
        assertThat(network.await(bank.getAsync("x"))).isEmpty();
        assertThat(network.await(bank.getAsync("y")).orElseThrow().value()).isEqualTo(2L);
        CompletableFuture<Transaction.Result> stranger = a.transactAsync(Transaction.Participants.of(alice), tx -> {
            tx.set(bank, "x", 3L);
            return true;
        });
        assertThatThrownBy(() -> network.await(stranger)).hasMessageContaining("Bank/x");
    }

    @Test
    @DisplayName("P1, P12: an entry that a living server holds as a profile is not written behind its back")
    void heldEntriesAreRefused() {
        load(purses(server("b")), "carol");
        DataStore<Long> same = server("c").dataStore("Purse", Long.class);
        DataSave c = network.alive().getLast();
        Transaction.Result result =
                network.await(c.transactAsync(Transaction.Participants.of().and(same, "carol"), tx -> {
                    tx.set(same, "carol", 3L);
                    return true;
                }));
        assertThat(result)
                .isInstanceOfSatisfying(
                        Transaction.Result.Held.class,
                        held -> assertThat(held.by().serverName()).isEqualTo("b"));
    }

    @Test
    @DisplayName(
            "P10, P12: a transaction that was carried out is answered so, though its session was given up and the profile loaded again meanwhile")
    void loadedAgainBeforeItsAnswer() {
        DataSave hasty = server("hasty", builder -> builder.outageGrace(seconds(3)));
        Profile<Purse> first = load(purses(hasty), "k");
        var unanswered = hasty.transactAsync(Transaction.Participants.of(first), tx -> {
            tx.update(first, purse -> purse.earn(7));
            network.faults(Faults.calm().withErrors(0, 1)); // what follows is carried out, and its reply is lost
            return true;
        });
        network.until(() -> entry("k").content().value().contains("7"), seconds(1));
        String lost = entry("k").writeId();
        network.breakWrites(write -> write.writeId().equals(lost));
        network.faults(Faults.calm());
        network.await(first.releaseAsync());
        Profile<Purse> again = load(purses(hasty), "k");
        assertThat(again.data().coins()).isEqualTo(7);
        again.update(purse -> purse.earn(1));
        saved(again.saveAsync());
        assertThat(unanswered).isNotDone();
        network.breakWrites(write -> false);
        assertThat(network.await(unanswered)).isEqualTo(new Transaction.Result.Committed());
        assertThat(again.isActive()).isTrue();
    }
}
