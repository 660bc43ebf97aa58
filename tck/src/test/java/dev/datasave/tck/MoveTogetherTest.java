package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Profile;
import dev.datasave.ProfileStore.MoveOutcome;
import dev.datasave.Transaction;
import dev.datasave.Transaction.Participants;
import dev.datasave.Transaction.Result;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that a transaction names by an old key of their profile (P12, P15). */
class MoveTogetherTest extends MoveOnNetwork {
    private final DataSave a = keeping("a");
    private final DataSave b = keeping("b");

    private CompletableFuture<Result> transacting(Predicate<Transaction> function, String key, String... ids) {
        Participants all = Participants.of();
        for (String id : ids) {
            all = all.and(purses(a), key, id);
        }
        return a.transactAsync(all, function);
    }

    private List<String> gets(DataSave server, String key) {
        Profile<Purse> profile = loadTaking(server, key);
        network.advance(seconds(5));
        return profile.data().items();
    }

    /** A profile that nobody holds, with two gifts that wait, axe and bow. */
    private String[] gifts(String key) {
        saved(load(purses(a), key).releaseAsync());
        return new String[] {send(a, key, new Gift("axe", 1)), send(a, key, new Gift("bow", 2))};
    }

    private Predicate<Transaction> withdrawingAndEditing(String key, String[] ids) {
        return tx -> tx.withdrawMessage(purses(a), key, ids[0])
                && tx.editMessage(purses(a), key, ids[1], new Gift("bell", 8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName(
            "P15: messages are withdrawn and edited by either key after a move, whether the profile is here or free")
    void afterAMove(boolean isHere) {
        for (String key : List.of("old", "new")) {
            String suffix = key + isHere;
            String[] ids = gifts("old-" + suffix);
            assertMoves(b, "old-" + suffix, "new-" + suffix);
            if (isHere) {
                load(purses(a), "new-" + suffix);
            }
            String named = key + "-" + suffix;
            assertThat(network.await(transacting(withdrawingAndEditing(named, ids), named, ids)))
                    .isEqualTo(new Result.Committed());
            var unused = network.await(purses(a).releaseAsync("new-" + suffix));
            assertThat(gets(b, "new-" + suffix)).containsExactly("bell");
        }
    }

    @Test
    @DisplayName("P15: a profile that was moved twice, and one that was moved back, are found by each of their keys")
    void movedTwice() {
        String[] ids = gifts("one");
        assertMoves(a, "one", "two");
        assertMoves(b, "two", "three");
        List<Boolean> answers = new ArrayList<>();
        assertThat(network.await(a.transactAsync(
                        Participants.of()
                                .and(purses(a), "one", ids[0])
                                .and(purses(a), "two", ids[0])
                                .and(purses(a), "two", ids[1]),
                        tx -> {
                            answers.add(tx.withdrawMessage(purses(a), "one", ids[0]));
                            answers.add(tx.withdrawMessage(purses(a), "two", ids[0]));
                            return true;
                        })))
                .isEqualTo(new Result.Committed());
        assertThat(answers).as("the same message has two names").containsExactly(true, false);
        assertMoves(b, "three", "one");
        assertThat(network.await(transacting(
                        tx -> tx.editMessage(purses(a), "three", ids[1], new Gift("bell", 8)), "three", ids[1])))
                .isEqualTo(new Result.Committed());
        assertThat(gets(b, "one")).containsExactly("bell");
    }

    @Test
    @DisplayName(
            "P11, P15: a server that holds the profile under its new key ends the transaction, and nothing is done")
    void heldUnderTheNewKey() {
        String[] ids = gifts("old");
        assertMoves(a, "old", "new");
        load(purses(b), "new");
        assertThat(network.await(transacting(withdrawingAndEditing("old", ids), "old", ids)))
                .isInstanceOfSatisfying(
                        Result.Held.class,
                        held -> assertThat(held.entry().key()).isEqualTo("new"));
        assertThat(pending(purses(a), "new")).hasSize(2);
    }

    @Test
    @DisplayName(
            "P15: a move between the reading and the writing makes the function run again, where the profile is now")
    void movedWhileTheFunctionRuns() {
        String[] ids = gifts("old");
        List<CompletableFuture<MoveOutcome>> moves = new ArrayList<>();
        List<Boolean> answers = new ArrayList<>();
        Profile<Purse> giver = load(purses(a), "giver");
        Result result = network.await(a.transactAsync(Participants.of(giver).and(purses(a), "old", ids[0]), tx -> {
            if (moves.isEmpty()) {
                moves.add(moving(b, "old", "new"));
                network.until(() -> moves.getFirst().isDone(), seconds(4));
            }
            tx.update(giver, purse -> purse.earn(1));
            answers.add(tx.withdrawMessage(purses(a), "old", ids[0]));
            return answers.getLast();
        }));
        assertThat(result).isEqualTo(new Result.Committed());
        assertThat(answers).containsExactly(true, true);
        assertThat(giver.data().coins()).isEqualTo(1);
        assertThat(gets(b, "new")).containsExactly("bow");
    }

    @Test
    @DisplayName(
            "P15: begun at any moment of a move, or a storm, a withdrawn gift is given back or had, never both or neither")
    void atAnyMomentOfAMove() {
        int committed = 0;
        for (int run = 0; run < 60; run++) {
            String from = "from-" + run;
            String to = "to-" + run;
            Profile<Purse> giver = load(purses(a), "giver-" + run);
            String[] ids = gifts(from);
            network.faults(run % 2 == 0 ? Faults.calm() : Faults.storm(network.random()));
            CompletableFuture<MoveOutcome> moving = moving(run % 3 == 0 ? a : b, from, to);
            network.advance(Duration.ofMillis(run / 2));
            CompletableFuture<Result> transacting =
                    a.transactAsync(Participants.of(giver).and(purses(a), from, ids[0]), tx -> {
                        tx.update(giver, purse -> purse.earn(1));
                        return tx.withdrawMessage(purses(a), from, ids[0]);
                    });
            network.advance(seconds(40));
            network.faults(Faults.calm());
            network.advance(seconds(90));
            assertThat(moving).isDone();
            assertThat(transacting).isDone();
            assertMoves(b, from, to);
            boolean isBack = giver.data().coins() == 1;
            if (!transacting.isCompletedExceptionally()) {
                assertThat(transacting.join()).as("run " + run).isNotInstanceOf(Result.Declined.class);
                assertThat(transacting.join() instanceof Result.Committed).isEqualTo(isBack);
                committed += isBack ? 1 : 0;
            }
            assertThat(gets(b, to)).as("run " + run).isEqualTo(isBack ? List.of("bow") : List.of("axe", "bow"));
        }
        assertThat(committed).isGreaterThan(20);
    }
}
