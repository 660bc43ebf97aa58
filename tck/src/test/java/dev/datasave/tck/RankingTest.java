package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.Ranking;
import dev.datasave.WriteOptions;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rankings of data stores: their order, ranks, counts and windows, and who is not in them. */
class RankingTest extends DataStoreOnNetwork {
    private static final Ranking.Range ALL = Ranking.Range.all();

    private final DataSave a = server("a");

    private static DataStore<Guild> ranked(DataSave server, Ranking<Guild> ranking) {
        return server.dataStore(
                "Guild", Guild.class, DataStoreOptions.<Guild>defaults().rankedBy(ranking));
    }

    private static Ranking<Guild> byMembers() {
        return Ranking.by(Guild::members);
    }

    private void put(DataStore<Guild> guilds, String key, int members) {
        written(guilds.setAsync(key, new Guild("G", members)));
    }

    private List<Ranking.Place> places(DataStore<?> store, Ranking.Range range, int size) {
        return all(size, paging -> store.topAsync(range, paging));
    }

    private List<String> top(DataStore<?> store, Ranking.Range range, int size) {
        return places(store, range, size).stream().map(Ranking.Place::key).toList();
    }

    private List<Long> ranks(DataStore<?> store, Ranking.Range range, int size) {
        return places(store, range, size).stream().map(Ranking.Place::rank).toList();
    }

    private List<String> around(DataStore<?> store, String key, int before, int after) {
        return network.await(store.rankingAroundAsync(key, before, after)).stream()
                .map(place -> place.rank() + " " + place.key())
                .toList();
    }

    private long rank(DataStore<?> store, String key) {
        return network.await(store.rankAsync(key)).orElse(0);
    }

    @Test
    @DisplayName("the list is by score, then by key, highest first; removed and unscored entries are not in it")
    void theListIsOrdered() {
        DataStore<Guild> guilds = ranked(a, byMembers());
        int[] members = {3, -7, 3, 0, 12, 3};
        for (int i = 0; i < members.length; i++) {
            put(guilds, "g" + i, members[i]);
        }
        for (int size = 1; size <= 7; size++) {
            assertThat(top(guilds, ALL, size)).containsExactly("g4", "g5", "g2", "g0", "g3", "g1");
            assertThat(ranks(guilds, ALL, size)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(top(guilds, ALL.fromLast(), size)).containsExactly("g1", "g3", "g0", "g2", "g5", "g4");
            assertThat(ranks(guilds, ALL.fromLast(), size)).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
            Ranking.Range part = Ranking.Range.between(0, 3);
            assertThat(top(guilds, part, size)).containsExactly("g5", "g2", "g0", "g3");
            assertThat(ranks(guilds, part, size)).containsExactly(2L, 3L, 4L, 5L);
            assertThat(ranks(guilds, part.fromLast(), size)).containsExactly(5L, 4L, 3L, 2L);
        }
        assertThat(top(guilds, Ranking.Range.between(13, Long.MAX_VALUE), 5)).isEmpty();
        written(guilds.removeAsync("g4"));
        written(guilds.updateAsync("g1", present -> present.map(entry -> new Guild("G", 100))));
        assertThat(top(guilds, ALL, 2)).containsExactly("g1", "g5", "g2", "g0", "g3");
        Ranking.Place first = places(guilds, ALL, 9).getFirst();
        assertThat(first.score()).isEqualTo(100);
        assertThat(first.info().revision()).isEqualTo(2);
    }

    @Test
    @DisplayName("scores are exact longs, from the lowest to the highest")
    void scoresAreExact() {
        DataStore<Long> numbers = a.dataStore(
                "Number", Long.class, DataStoreOptions.<Long>defaults().rankedBy(Long::longValue));
        List<Long> ascending =
                List.of(Long.MIN_VALUE, 9007199254740992L, 9007199254740993L, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        ascending.forEach(number -> written(numbers.setAsync("n" + number, number)));
        assertThat(places(numbers, ALL.fromLast(), 2).stream().map(Ranking.Place::score))
                .isEqualTo(ascending);
        assertThat(rank(numbers, "n9007199254740993")).isEqualTo(3);
        assertThat(rank(numbers, "n9007199254740992")).isEqualTo(4);
    }

    @Test
    @DisplayName("one's own rank, the count, and the window around a key, in either direction")
    void ranksCountsAndWindows() {
        for (Ranking<Guild> ranking : List.of(byMembers(), byMembers().lowestFirst())) {
            DataSave server = server(ranking.isLowestFirst() ? "races" : "points");
            DataStore<Guild> guilds = ranked(server, ranking);
            for (int i = 1; i <= 9; i++) {
                put(guilds, "g" + i, ranking.isLowestFirst() ? i : 10 - i);
            }
            assertThat(top(guilds, ALL, 4)).startsWith("g1", "g2", "g3").hasSize(9);
            for (int i = 1; i <= 9; i++) {
                assertThat(rank(guilds, "g" + i)).isEqualTo(i);
            }
            assertThat(network.await(guilds.rankAsync("nobody"))).isEmpty();
            assertThat(network.await(guilds.rankedCountAsync(ALL))).isEqualTo(9);
            assertThat(network.await(guilds.rankedCountAsync(Ranking.Range.between(2, 4))))
                    .isEqualTo(3);
            assertThat(ranks(guilds, Ranking.Range.between(4, 6), 2)).containsExactly(4L, 5L, 6L);
            assertThat(ranks(guilds, Ranking.Range.between(4, 6).fromLast(), 2)).containsExactly(6L, 5L, 4L);
            assertThat(around(guilds, "g5", 1, 2)).containsExactly("4 g4", "5 g5", "6 g6", "7 g7");
            assertThat(around(guilds, "g1", 3, 1)).containsExactly("1 g1", "2 g2");
            assertThat(around(guilds, "g9", 1, 1000)).containsExactly("8 g8", "9 g9");
            assertThat(around(guilds, "g5", 0, 0)).containsExactly("5 g5");
            assertThat(around(guilds, "nobody", 1, 1)).isEmpty();
            network.closeServer(server);
        }
    }

    @Test
    @DisplayName("ties by who was first: kept while the score stays, lost when it changes; in either direction")
    void firstCome() {
        for (Ranking<Guild> ranking : List.of(byMembers(), byMembers().lowestFirst())) {
            DataSave server = server(ranking.isLowestFirst() ? "races" : "points");
            DataStore<Guild> guilds = server.dataStore(
                    ranking.isLowestFirst() ? "Race" : "Guild",
                    Guild.class,
                    DataStoreOptions.<Guild>defaults().rankedBy(ranking.ties(Ranking.Ties.FIRST_COME)));
            for (String key : List.of("m", "z", "a")) {
                put(guilds, key, 5);
                network.advance(seconds(1));
            }
            assertThat(top(guilds, ALL, 2)).containsExactly("m", "z", "a");
            written(guilds.setAsync("m", new Guild("renamed", 5)));
            assertThat(rank(guilds, "m")).isEqualTo(1);
            put(guilds, "m", 6);
            put(guilds, "m", 5);
            assertThat(top(guilds, ALL, 2)).containsExactly("z", "a", "m");
            assertThat(around(guilds, "a", 1, 1)).containsExactly("1 z", "2 a", "3 m");
            written(guilds.removeAsync("z"));
            put(guilds, "z", 5);
            assertThat(top(guilds, ALL.fromLast(), 2)).containsExactly("z", "m", "a");
            network.closeServer(server);
        }
    }

    @Test
    @DisplayName("scores that are set by hand make a list too; without one an entry is not in it")
    void scoresByHand() {
        DataStore<Guild> guilds = guilds(a);
        WriteOptions with = WriteOptions.defaults();
        written(guilds.setAsync("none", OWLS));
        written(guilds.setAsync("one", OWLS, with.score(OptionalLong.of(1))));
        written(guilds.setAsync("minus", OWLS, with.score(OptionalLong.of(Long.MIN_VALUE))));
        assertThat(top(guilds, ALL, 1)).containsExactly("one", "minus");
        written(guilds.setAsync("one", OWLS, with.score(OptionalLong.empty())));
        assertThat(top(guilds, ALL, 1)).containsExactly("minus");
    }

    @Test
    @DisplayName("a condition, NaN, an empty score and listed(false) keep an entry off the list")
    void whoIsNotListed() {
        DataStore<Guild> guilds = ranked(
                a,
                Ranking.<Guild>byDecimal(guild -> guild.members() == 0 ? Double.NaN : 1.0 / guild.members(), 2)
                        .unless(guild -> guild.title().equals("Bots")));
        WriteOptions with = WriteOptions.defaults();
        written(guilds.setAsync("owls", new Guild("Owls", 3)));
        assertThat(places(guilds, ALL, 1).getFirst().score()).isEqualTo(33);
        written(guilds.setAsync("bots", new Guild("Bots", 1)));
        put(guilds, "nan", 0);
        assertThat(top(guilds, ALL, 5)).containsExactly("owls");
        written(guilds.setAsync("bots", new Guild("People", 1)));
        assertThat(top(guilds, ALL, 5)).containsExactly("bots", "owls");
        put(guilds, "bots", 0);
        assertThat(network.await(guilds.rankAsync("bots"))).isEmpty();
        written(guilds.setAsync("owls", OWLS, with.score(OptionalLong.empty())));
        written(guilds.setAsync("owls", OWLS));
        assertThat(network.await(guilds.rankedCountAsync(ALL))).isZero();
        written(guilds.setAsync("owls", OWLS, with.listed(true)));
        assertThat(rank(guilds, "owls")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "a function that throws, or a number without a place, fails its write with the key; nothing is written")
    void unrankedValuesAreRefused() {
        DataStore<Guild> guilds = ranked(
                a,
                Ranking.byDecimal(
                        guild -> switch (guild.members()) {
                            case 0 -> 1e300;
                            case 1 -> Double.POSITIVE_INFINITY;
                            case 2 -> throw new IllegalStateException("no rank today");
                            default -> guild.members();
                        },
                        0));
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
                        guilds.setAsync("owls", OWLS, WriteOptions.defaults().score(OptionalLong.of(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Guild");
        assertThat(written(guilds.setAsync("owls", new Guild("Owls", 6))).info().score())
                .hasValue(6);
    }
}
