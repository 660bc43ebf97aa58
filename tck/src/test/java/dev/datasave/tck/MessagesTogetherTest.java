package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.Transaction;
import dev.datasave.Transaction.Participants;
import dev.datasave.Transaction.Result;
import dev.datasave.tck.network.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that wait are sent, withdrawn and edited in one step, all of it or nothing (P11, P12). */
class MessagesTogetherTest extends MailOnNetwork {
    private final DataSave a = server("a");
    private final DataSave b = server("b");

    /** Where Carol's profile is. */
    enum Where {
        NEVER_EXISTED,
        OFFLINE,
        HERE,
        HELD_BY_THE_DEAD
    }

    @BeforeEach
    void leasesAreWritten() {
        network.advance(seconds(1));
    }

    private void put(Where where) {
        switch (where) {
            case NEVER_EXISTED -> {}
            case OFFLINE -> saved(load(purses(a), "carol").releaseAsync());
            case HERE -> load(purses(a), "carol");
            case HELD_BY_THE_DEAD -> {
                load(purses(b), "carol");
                network.kill(b);
                network.advance(seconds(15));
            }
        }
    }

    private Participants with(String... ids) {
        Participants all = Participants.of();
        for (String id : ids) {
            all = all.and(purses(a), "carol", id);
        }
        return all;
    }

    private Result transact(Participants participants, Predicate<Transaction> function) {
        return network.await(a.transactAsync(participants, function));
    }

    private List<String> carolGets() {
        Profile<Purse> carol = loadTaking(network.server("c"), "carol");
        network.advance(seconds(3));
        return carol.data().items();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "P12: several messages are withdrawn, edited and sent by one write, wherever nobody else holds the profile")
    void together(Where where) {
        put(where);
        String withdrawn = send(a, "carol", new Gift("axe", 1));
        String edited = send(a, "carol", new Gift("bow", 2));
        send(a, "carol", new Gift("cap", 4));
        Profile<Purse> dave = load(purses(a), "dave");

        assertThat(transact(with(withdrawn, edited).and(dave), tx -> {
                    boolean done = tx.withdrawMessage(purses(a), "carol", withdrawn)
                            && tx.editMessage(purses(a), "carol", edited, new Gift("bell", 8));
                    tx.update(dave, purse -> purse.earn(1));
                    tx.message(purses(a), "carol", new Gift("drum", 16));
                    return done;
                }))
                .isEqualTo(new Result.Committed());

        assertThat(dave.data().coins()).isEqualTo(1);
        assertThat(carolGets()).containsExactly("bell", "cap", "drum");
        network.advance(seconds(40));
        assertNoMessageIsLeft();
    }

    @Test
    @DisplayName(
            "P11, P12: what a player has in its hands can't be acknowledged once it is withdrawn, and an edited message comes again")
    void inAPlayersHands() {
        Profile<Purse> carol = load(purses(a), "carol");
        List<Message<Purse, Gift>> kept = new ArrayList<>();
        carol.onMessage(Gift.class, kept::add);
        String first = send(b, "carol", new Gift("axe", 1));
        String second = send(b, "carol", new Gift("bow", 2));
        network.until(() -> kept.size() == 2, seconds(5));
        transact(
                with(first, second),
                tx -> tx.withdrawMessage(purses(a), "carol", first)
                        && tx.editMessage(purses(a), "carol", second, new Gift("bell", 8)));
        network.until(() -> kept.size() == 3, seconds(5));
        assertThat(kept.get(0).acknowledge(purse -> with(purse, new Gift("axe", 1))))
                .isFalse();
        assertThat(kept.get(1).acknowledge(purse -> with(purse, new Gift("bow", 2))))
                .isFalse();
        assertThat(kept.get(2).acknowledge(purse -> with(purse, kept.get(2).payload())))
                .isTrue();
        assertThat(carol.data()).isEqualTo(new Purse(8, List.of("bell")));
    }

    @Test
    @DisplayName("P12: what does not wait is answered with false, and a function that answers false changes nothing")
    void nothingToChange() {
        Profile<Purse> carol = loadTaking(a, "carol");
        String taken = send(a, "carol", new Gift("axe", 1));
        network.until(() -> carol.data().coins() == 1, seconds(5));
        String unknown = taken.substring(0, taken.length() - 1) + "9";
        String waiting = send(a, "nobody", new Gift("bow", 2));
        Participants all = with(taken, unknown).and(purses(a), "nobody", waiting);
        List<Boolean> answers = new ArrayList<>();
        assertThat(transact(all, tx -> {
                    answers.add(tx.withdrawMessage(purses(a), "carol", taken));
                    answers.add(tx.editMessage(purses(a), "carol", unknown, new Gift("x", 1)));
                    answers.add(tx.withdrawMessage(purses(a), "nobody", waiting));
                    answers.add(tx.editMessage(purses(a), "nobody", waiting, new Gift("x", 1)));
                    return false;
                }))
                .isEqualTo(new Result.Declined());
        assertThat(answers).containsExactly(false, false, true, false);
        assertThat(pending(purses(a), "nobody")).hasSize(1);
        assertThatThrownBy(() -> transact(with(), tx -> tx.withdrawMessage(purses(a), "nobody", waiting)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .isInstanceOf(CompletionException.class);
        assertThat(network.await(purses(a).withdrawMessageAsync("nobody", waiting)))
                .as("it was given back")
                .isEqualTo(new Message.Change.Done());
    }

    @Test
    @DisplayName("P11: a profile that another server holds ends the transaction, and nothing is done")
    void heldElsewhere() {
        load(purses(b), "carol");
        String id = send(a, "carol", new Gift("axe", 1));
        String other = send(a, "dave", new Gift("bow", 2));
        Participants all = with(id).and(purses(a), "dave", other);
        assertThat(transact(all, tx -> tx.withdrawMessage(purses(a), "dave", other)))
                .isInstanceOfSatisfying(Result.Held.class, held -> {
                    assertThat(held.entry().key()).isEqualTo("carol");
                    assertThat(held.by().serverName()).isEqualTo("b");
                });
        assertThat(pending(purses(a), "dave")).hasSize(1);
        assertThat(pending(purses(a), "carol")).hasSize(1);
    }

    @Test
    @DisplayName("P11: transactions that want the same messages wait for each other, in whatever order they name them")
    void wantedByMany() {
        load(purses(a), "carol");
        String first = send(a, "carol", new Gift("axe", 1));
        String second = send(a, "carol", new Gift("bow", 2));
        List<CompletableFuture<Result>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(a.transactAsync(
                    i % 2 == 0 ? with(first, second) : with(second, first),
                    tx -> tx.withdrawMessage(purses(a), "carol", first)
                            && tx.withdrawMessage(purses(a), "carol", second)));
        }
        List<Result> results = all.stream().map(network::await).toList();
        assertThat(results).containsOnlyOnce(new Result.Committed());
        assertThat(results.stream().filter(new Result.Declined()::equals)).hasSize(9);
        assertThat(pending(purses(a), "carol")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName(
            "P11, P12: under lost replies, errors and loads in between, a withdrawn gift is given back or had, never both")
    void neverBoth(long seed) {
        network.faults(Faults.storm(new java.util.SplittableRandom(seed)));
        Profile<Purse> giver = load(purses(a), "giver");
        List<CompletableFuture<Result>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<Message.Outcome> sending = purses(a).messageAsync("carol", new Gift("gift" + i, 1));
            String id = sent(network.await(sending));
            if (i % 5 == 2) {
                var unused = purses(i % 2 == 0 ? a : b)
                        .loadProfileAsync("carol")
                        .thenAccept(result -> {
                            Profile<Purse> carol = profileOf(result);
                            carol.onMessage(Gift.class, taking());
                            carol.cache();
                        });
            }
            all.add(a.transactAsync(Participants.of(giver).and(purses(a), "carol", id), tx -> {
                tx.update(giver, purse -> purse.earn(1));
                return tx.withdrawMessage(purses(a), "carol", id);
            }));
            if (i % 5 == 4) {
                var unused = purses(a).releaseAsync("carol");
                var unused2 = purses(b).releaseAsync("carol");
            }
        }
        all.forEach(each -> network.await(each.handle((result, failure) -> true)));
        network.faults(Faults.calm());
        network.advance(seconds(60));
        var unused = network.await(purses(b).releaseAsync("carol"));
        Profile<Purse> carol = loadTaking(a, "carol");
        network.advance(seconds(10));
        assertThat(carol.data().items()).doesNotHaveDuplicates();
        assertThat(carol.data().coins() + giver.data().coins()).isEqualTo(20);
    }
}
