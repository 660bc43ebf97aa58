package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.EditOutcome;
import dev.datasave.HistoryPolicy;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.Ranking;
import dev.datasave.RollbackOutcome;
import dev.datasave.Transaction;
import dev.datasave.spi.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rankings of profiles: what is stored counts, and the score follows the data wherever it is written. */
class ProfileRankingTest extends DataStoreOnNetwork {
    private static final Ranking.Range ALL = Ranking.Range.all();

    private final DataSave a = server("a");

    /** A mutable value. */
    static final class Runner {
        double seconds;
    }

    private static ProfileStore<Purse> ranked(DataSave server, Ranking<Purse> ranking) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().rankedBy(ranking).history(HistoryPolicy.everything()));
    }

    private static Ranking<Purse> byCoins() {
        return Ranking.by(Purse::coins);
    }

    private static Ranking<Purse> firstCome() {
        return byCoins().ties(Ranking.Ties.FIRST_COME);
    }

    private List<String> top(ProfileStore<?> store) {
        return all(2, paging -> store.topAsync(ALL, paging)).stream()
                .map(Ranking.Place::key)
                .toList();
    }

    private Content.Score stored(String key) {
        Content.Score score = entry(key).content().score();
        assertThat(score).as("stored score of " + key).isNotNull();
        return score;
    }

    private void isUnlisted(ProfileStore<?> store, String key) {
        assertThat(entry(key).content().score()).isNull();
        assertThat(network.await(store.rankAsync(key))).isEmpty();
        assertThat(network.await(store.rankingAroundAsync(key, 1, 1))).isEmpty();
    }

    @Test
    @DisplayName("profiles are ranked from their first load on, at saves, releases and transactions")
    void profilesAreRanked() {
        ProfileStore<Purse> purses = ranked(a, byCoins());
        Profile<Purse> alice = load(purses, "alice");
        Profile<Purse> bob = load(purses, "bob");
        assertThat(top(purses)).containsExactly("bob", "alice");
        assertThat(stored("alice")).isEqualTo(Content.Score.of(0));
        alice.update(purse -> purse.earn(30));
        assertThat(alice.score()).hasValue(30);
        assertThat(alice.info().score()).hasValue(30);
        assertThat(network.await(purses.rankAsync("alice")))
                .as("only what is stored counts")
                .hasValue(2);
        saved(alice.saveAsync());
        assertThat(top(purses)).containsExactly("alice", "bob");
        assertThat(network.await(a.transactAsync(Transaction.Participants.of(alice, bob), tx -> {
                    tx.update(alice, purse -> purse.earn(-25));
                    tx.update(bob, purse -> purse.earn(25));
                    return true;
                })))
                .isEqualTo(new Transaction.Result.Committed());
        assertThat(top(purses)).containsExactly("bob", "alice");
        alice.update(purse -> purse.earn(100));
        saved(alice.releaseAsync());
        assertThat(stored("alice")).isEqualTo(Content.Score.of(105));
        assertThat(network.await(ranked(server("b"), byCoins()).rankedCountAsync(Ranking.Range.between(25, 104))))
                .isEqualTo(1);
        assertThatThrownBy(() -> bob.score(OptionalLong.of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Purse/bob");
    }

    @Test
    @DisplayName("an operator's edit, a rollback and a handover carry the score that their data has")
    void theScoreFollowsTheData() {
        ProfileStore<Purse> purses = ranked(a, byCoins());
        Profile<Purse> profile = load(purses, "k");
        profile.update(purse -> purse.earn(7));
        long rich = saved(profile.saveAsync()).revision();
        assertThat(network.await(purses.editAsync("k", purse -> purse.earn(5), "a gift")))
                .isInstanceOf(EditOutcome.Applied.class);
        assertThat(stored("k")).isEqualTo(Content.Score.of(12));
        assertThat(profile.score()).hasValue(12);
        saved(profile.releaseAsync());
        assertThat(network.await(purses.editAsync("k", purse -> purse.earn(5), "another gift")))
                .isInstanceOf(EditOutcome.Applied.class);
        assertThat(stored("k")).isEqualTo(Content.Score.of(17));
        assertThat(network.await(purses.rollbackAsync("k", rich, "duped")))
                .isInstanceOf(RollbackOutcome.RolledBack.class);
        assertThat(stored("k")).isEqualTo(Content.Score.of(7));
        Profile<Purse> again = load(purses, "k");
        again.onLastSave(reason -> again.update(purse -> purse.earn(8)));
        load(ranked(server("b"), byCoins()), "k");
        assertThat(stored("k")).isEqualTo(Content.Score.of(15));
    }

    @Test
    @DisplayName("the time of a score is kept through saves, transactions, loads and handovers as long as the score is")
    void theTimeIsKept() {
        ProfileStore<Purse> purses = ranked(a, firstCome());
        Profile<Purse> first = load(purses, "a");
        first.update(purse -> purse.earn(10));
        saved(first.saveAsync());
        Content.Score reached = stored("a");
        assertThat(-reached.tie()).isBetween(1L, network.instant().toEpochMilli());
        network.advance(seconds(5));
        Profile<Purse> second = load(purses, "z");
        second.update(purse -> purse.earn(10));
        saved(second.saveAsync());
        assertThat(top(purses)).containsExactly("a", "z");

        first.update(purse -> new Purse(purse.coins(), List.of("sword")));
        saved(first.saveAsync());
        assertThat(stored("a")).isEqualTo(reached);
        network.await(a.transactAsync(Transaction.Participants.of(first), tx -> {
            tx.update(first, purse -> new Purse(purse.coins(), List.of("bow")));
            return true;
        }));
        first.update(purse -> new Purse(purse.coins(), List.of("hat")));
        saved(first.saveAsync());
        assertThat(stored("a")).isEqualTo(reached);
        Profile<Purse> there = load(ranked(server("b"), firstCome()), "a");
        there.update(purse -> new Purse(purse.coins(), List.of()));
        saved(there.releaseAsync());
        assertThat(stored("a")).isEqualTo(reached);
        Profile<Purse> back = load(purses, "a");
        back.update(purse -> purse.earn(1));
        saved(back.saveAsync());
        back.update(purse -> purse.earn(-1));
        saved(back.releaseAsync());
        assertThat(stored("a").value()).isEqualTo(10);
        assertThat(stored("a").tie()).isLessThan(reached.tie());
        assertThat(top(purses)).containsExactly("z", "a");
    }

    @Test
    @DisplayName("a score by hand has a time too")
    void scoresByHandHaveATime() {
        ProfileStore<Purse> purses = ranked(a, Ranking.<Purse>byHand().ties(Ranking.Ties.FIRST_COME));
        Profile<Purse> profile = load(purses, "k");
        isUnlisted(purses, "k");
        profile.score(OptionalLong.of(3));
        saved(profile.saveAsync());
        Content.Score reached = stored("k");
        network.advance(seconds(1));
        profile.score(OptionalLong.of(3));
        saved(profile.saveAsync());
        assertThat(stored("k")).isEqualTo(reached);
        profile.score(OptionalLong.empty());
        saved(profile.releaseAsync());
        isUnlisted(purses, "k");
    }

    @Test
    @DisplayName("who is banned by data leaves the list with the next save, and comes back with another")
    void bannedByData() {
        ProfileStore<Purse> purses =
                ranked(a, byCoins().unless(purse -> purse.items().contains("ban")));
        Profile<Purse> profile = load(purses, "k");
        load(purses, "other");
        profile.update(purse -> new Purse(5, List.of("ban")));
        assertThat(profile.score()).isEmpty();
        saved(profile.saveAsync());
        isUnlisted(purses, "k");
        assertThat(top(purses)).containsExactly("other");
        profile.update(purse -> new Purse(5, List.of()));
        saved(profile.releaseAsync());
        assertThat(top(purses)).containsExactly("k", "other");
    }

    @Test
    @DisplayName(
            "who is taken off the list stays off on every server, after edits and a rollback, until he is let back")
    void takenOffTheList() {
        ProfileStore<Purse> purses = ranked(a, byCoins());
        Profile<Purse> profile = load(purses, "k");
        profile.update(purse -> purse.earn(4));
        long before = saved(profile.saveAsync()).revision();
        profile.score(OptionalLong.empty());
        assertThat(profile.isListed()).isFalse();
        assertThat(profile.score()).isEmpty();
        saved(profile.saveAsync());
        isUnlisted(purses, "k");
        profile.update(purse -> purse.earn(4));
        saved(profile.releaseAsync());
        isUnlisted(purses, "k");
        assertThat(network.await(purses.rollbackAsync("k", before, "test")))
                .isInstanceOf(RollbackOutcome.RolledBack.class);
        isUnlisted(purses, "k");
        Profile<Purse> there = load(ranked(server("b"), byCoins()), "k");
        assertThat(there.isListed()).isFalse();
        there.listed(true);
        assertThat(there.score()).hasValue(4);
        saved(there.releaseAsync());
        assertThat(network.await(purses.rankAsync("k"))).hasValue(1);
        network.await(purses.wipeProfileAsync("k"));
        assertThat(network.await(purses.rankedCountAsync(ALL))).isZero();
    }

    @Test
    @DisplayName("a bulk migration ranks what it writes, and leaves those off the list who are")
    void bulkMigrationsRank() {
        ProfileStore<Purse> unranked = purses(a);
        for (String key : List.of("listed", "off")) {
            Profile<Purse> profile = load(unranked, key);
            profile.update(purse -> purse.earn(9));
            profile.listed(key.equals("listed"));
            saved(profile.releaseAsync());
        }
        DataSave b = server("b");
        ProfileStore<Purse> purses = b.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().rankedBy(firstCome()).migration(1, 1, tree -> tree));
        network.await(purses.migrateAllAsync(progress -> {}));
        assertThat(stored("listed").value()).isEqualTo(9);
        assertThat(stored("listed").tie()).isNegative();
        isUnlisted(purses, "off");
    }

    @Test
    @DisplayName("a profile that can't be ranked is saved all the same, with the score that it had, and that is told")
    void noSaveIsLostForALeaderboard() {
        List<Throwable> told = new ArrayList<>();
        DataSave c = network.server(
                "c",
                builder -> builder.listener(new dev.datasave.DataSaveListener() {
                    @Override
                    public void listenerFailed(ProfileId profile, Throwable cause) {
                        told.add(cause);
                    }
                }));
        Ranking<Purse> ranking =
                Ranking.byDecimal(purse -> purse.coins() == 13 ? Double.NEGATIVE_INFINITY : purse.coins(), 0);
        Profile<Purse> profile = load(ranked(c, ranking), "k");
        profile.update(purse -> purse.earn(7));
        saved(profile.releaseAsync());
        Profile<Purse> again = load(ranked(c, ranking), "k");
        again.update(purse -> purse.earn(6));
        saved(again.releaseAsync());
        assertThat(entry("k").content().value()).contains("13");
        assertThat(stored("k")).isEqualTo(Content.Score.of(7));
        network.advance(seconds(1));
        assertThat(told)
                .isNotEmpty()
                .allSatisfy(cause -> assertThat(cause)
                        .isInstanceOf(DataSaveException.InvalidData.class)
                        .hasMessageContaining("Purse/k")
                        .hasMessageContaining("-Infinity"));
    }

    @Test
    @DisplayName("mutable data is ranked as it was encoded")
    void mutableDataIsRanked() {
        ProfileStore<Runner> runners = a.profileStore(
                "Runner",
                Runner.class,
                Runner::new,
                ProfileOptions.<Runner>defaults()
                        .rankedBy(Ranking.<Runner>byDecimal(runner -> runner.seconds, 3)
                                .lowestFirst()
                                .unless(runner -> runner.seconds == 0)));
        load(runners, "none");
        Profile<Runner> slow = load(runners, "slow");
        Profile<Runner> quick = load(runners, "quick");
        slow.edit(runner -> runner.seconds = 90.5);
        quick.data().seconds = 9.25;
        network.advance(seconds(65));
        assertThat(top(runners)).containsExactly("quick", "slow");
        assertThat(network.await(runners.rankedCountAsync(Ranking.Range.between(1_000, 100_000))))
                .isEqualTo(2);
    }
}
