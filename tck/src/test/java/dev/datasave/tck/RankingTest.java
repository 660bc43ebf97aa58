package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.KeyInfo;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ScoreRange;
import dev.datasave.Transaction;
import dev.datasave.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ordered views by score, of data stores and of profile stores. */
class RankingTest extends DataStoreOnNetwork {
    private final DataSave a = server("a");

    /** A mutable value. */
    static final class Runner {
        double seconds;
    }

    private static DataStore<Guild> ranked(DataSave server) {
        return server.dataStore(
                "Guild", Guild.class, DataStoreOptions.<Guild>defaults().rankedBy(Guild::members));
    }

    private static ProfileStore<Purse> rankedPurses(DataSave server) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().rankedBy(purse -> purse.coins() == 13 ? Double.NaN : purse.coins()));
    }

    private List<String> top(DataStore<?> store, ScoreRange range, int size) {
        return keys(all(size, paging -> store.topAsync(range, paging)));
    }

    private List<String> top(ProfileStore<?> store, ScoreRange range, int size) {
        return keys(all(size, paging -> store.topAsync(range, paging)));
    }

    @Test
    @DisplayName("the view is by score, then by key, highest first; removed and unscored entries are not in it")
    void theViewIsOrdered() {
        DataStore<Guild> guilds = ranked(a);
        int[] members = {3, -7, 3, 0, 12, 3};
        for (int i = 0; i < members.length; i++) {
            written(guilds.setAsync("g" + i, new Guild("G", members[i])));
        }
        for (int size = 1; size <= 7; size++) {
            assertThat(top(guilds, ScoreRange.all(), size)).containsExactly("g4", "g5", "g2", "g0", "g3", "g1");
            assertThat(top(guilds, ScoreRange.all().fromLowest(), size))
                    .containsExactly("g1", "g3", "g0", "g2", "g5", "g4");
            assertThat(top(guilds, ScoreRange.between(0, 3), size)).containsExactly("g5", "g2", "g0", "g3");
        }
        assertThat(top(guilds, ScoreRange.between(-0.0, 0.0), 5)).containsExactly("g3");
        assertThat(top(guilds, ScoreRange.between(13, Double.POSITIVE_INFINITY), 5))
                .isEmpty();
        written(guilds.removeAsync("g4"));
        written(guilds.updateAsync("g1", present -> present.map(entry -> new Guild("G", 100))));
        assertThat(top(guilds, ScoreRange.all(), 2)).containsExactly("g1", "g5", "g2", "g0", "g3");
        KeyInfo first =
                all(9, paging -> guilds.topAsync(ScoreRange.all(), paging)).getFirst();
        assertThat(first.score()).hasValue(100);
        assertThat(first.revision()).isEqualTo(2);
    }

    @Test
    @DisplayName("scores that are set by hand make a view too; without one an entry is not in it")
    void scoresByHand() {
        DataStore<Guild> guilds = guilds(a);
        written(guilds.setAsync("none", OWLS));
        written(guilds.setAsync("half", OWLS, WriteOptions.defaults().score(OptionalDouble.of(0.5))));
        written(guilds.setAsync("minus", OWLS, WriteOptions.defaults().score(OptionalDouble.of(-1e300))));
        assertThat(top(guilds, ScoreRange.all(), 1)).containsExactly("half", "minus");
        written(guilds.setAsync("half", OWLS, WriteOptions.defaults().score(OptionalDouble.empty())));
        assertThat(top(guilds, ScoreRange.all(), 1)).containsExactly("minus");
    }

    @Test
    @DisplayName(
            "a function that throws, or answers no finite number, fails its write with the key; nothing is written")
    void unrankedValuesAreRefused() {
        DataStore<Guild> guilds = a.dataStore(
                "Guild", Guild.class, DataStoreOptions.<Guild>defaults().rankedBy(guild -> switch (guild.members()) {
                    case 0 -> Double.NaN;
                    case 1 -> Double.POSITIVE_INFINITY;
                    case 2 -> throw new IllegalStateException("no rank today");
                    default -> guild.members();
                }));
        written(guilds.setAsync("owls", new Guild("Owls", 5)));
        for (int members = 0; members < 3; members++) {
            Guild unranked = new Guild("Owls", members);
            for (var write : List.of(
                    guilds.setAsync("owls", unranked),
                    guilds.updateAsync("owls", present -> present.map(entry -> unranked)))) {
                assertThatThrownBy(() -> network.await(write))
                        .hasCauseInstanceOf(DataSaveException.InvalidData.class)
                        .hasMessageContaining("entry Guild/owls: can't be ranked");
            }
        }
        assertThat(entry("Guild", "owls").revision()).isEqualTo(1);
        assertThatThrownBy(() ->
                        guilds.setAsync("owls", OWLS, WriteOptions.defaults().score(OptionalDouble.of(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Guild");
        assertThat(written(guilds.setAsync("owls", new Guild("Owls", 6))).info().score())
                .hasValue(6);
    }

    @Test
    @DisplayName("profiles are ranked from their first load on, at saves, releases and transactions")
    void profilesAreRanked() {
        ProfileStore<Purse> purses = rankedPurses(a);
        Profile<Purse> alice = load(purses, "alice");
        Profile<Purse> bob = load(purses, "bob");
        assertThat(top(purses, ScoreRange.all(), 5)).containsExactly("bob", "alice");
        assertThat(entry("alice").content().score()).isZero();
        alice.update(purse -> purse.earn(30));
        assertThat(alice.score()).hasValue(30);
        assertThat(alice.info().score()).hasValue(30);
        saved(alice.saveAsync());
        assertThat(top(purses, ScoreRange.all(), 1)).containsExactly("alice", "bob");
        assertThat(network.await(a.transactAsync(Transaction.Participants.of(alice, bob), tx -> {
                    tx.update(alice, purse -> purse.earn(-25));
                    tx.update(bob, purse -> purse.earn(25));
                    return true;
                })))
                .isEqualTo(new Transaction.Result.Committed());
        assertThat(top(purses, ScoreRange.all(), 1)).containsExactly("bob", "alice");
        alice.update(purse -> purse.earn(100));
        saved(alice.releaseAsync());
        assertThat(entry("alice").content().score()).isEqualTo(105.0);
        assertThat(top(rankedPurses(server("b")), ScoreRange.between(25, 104), 1))
                .containsExactly("bob");
        assertThatThrownBy(() -> bob.score(OptionalDouble.of(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Purse/bob");
    }

    @Test
    @DisplayName("a handover carries the score that the last state has")
    void handoversCarryTheScore() {
        Profile<Purse> profile = load(rankedPurses(a), "k");
        profile.onLastSave(reason -> profile.update(purse -> purse.earn(8)));
        load(rankedPurses(server("b")), "k");
        assertThat(entry("k").content().score()).isEqualTo(8.0);
    }

    @Test
    @DisplayName(
            "a profile that can't be ranked is saved all the same, with the score it was loaded with, and that is told")
    void noSaveIsLostForALeaderboard() {
        List<Throwable> told = new ArrayList<>();
        DataSave c = network.server(
                "c",
                builder -> builder.listener(new dev.datasave.DataSaveListener() {
                    @Override
                    public void listenerFailed(dev.datasave.ProfileId profile, Throwable cause) {
                        told.add(cause);
                    }
                }));
        Profile<Purse> profile = load(rankedPurses(c), "k");
        profile.update(purse -> purse.earn(7));
        saved(profile.releaseAsync());
        Profile<Purse> again = load(rankedPurses(c), "k");
        again.update(purse -> purse.earn(6));
        saved(again.releaseAsync());
        assertThat(entry("k").content().value()).contains("13");
        assertThat(entry("k").content().score()).isEqualTo(7.0);
        network.advance(seconds(1));
        assertThat(told)
                .isNotEmpty()
                .allSatisfy(cause -> assertThat(cause)
                        .isInstanceOf(DataSaveException.InvalidData.class)
                        .hasMessageContaining("Purse/k")
                        .hasMessageContaining("NaN"));
    }

    @Test
    @DisplayName("mutable data is ranked as it was encoded")
    void mutableDataIsRanked() {
        ProfileStore<Runner> runners = a.profileStore(
                "Runner",
                Runner.class,
                Runner::new,
                ProfileOptions.<Runner>defaults().rankedBy(runner -> runner.seconds));
        Profile<Runner> slow = load(runners, "slow");
        Profile<Runner> quick = load(runners, "quick");
        slow.edit(runner -> runner.seconds = 90.5);
        quick.data().seconds = 9.25;
        network.advance(seconds(65));
        assertThat(top(runners, ScoreRange.between(1, 100).fromLowest(), 1)).containsExactly("quick", "slow");
    }
}
