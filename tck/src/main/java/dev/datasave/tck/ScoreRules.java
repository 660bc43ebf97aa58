package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.EntryQuery.Place;
import dev.datasave.spi.EntryQuery.Scope.Scores;
import dev.datasave.spi.Page;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** R10: scores are exact, and are listed and counted by value, then by tie, then by the bytes of the key, from any place on, in both directions. */
abstract class ScoreRules extends Rule {
    /** Neighbours that a double can't tell apart, and the ends of all numbers. */
    private static final List<Long> VALUES =
            List.of(Long.MIN_VALUE, -1L, 0L, 9007199254740992L, 9007199254740993L, Long.MAX_VALUE - 1, Long.MAX_VALUE);

    private static final List<Long> TIES = List.of(Long.MIN_VALUE, -1L, 0L, 1700000000001L, Long.MAX_VALUE);
    private static final List<String> KEYS = List.of("B", "a", "a\u0001", "\uffff", "😀");
    private static final List<Boolean> DIRECTIONS = List.of(false, true);

    ScoreRules(StorageRules rules) {
        super(rules);
    }

    @Test
    void scoresAreExact() {
        int key = 0;
        for (long value : VALUES) {
            for (long tie : TIES) {
                Entry entry = accepted(create("s" + key++, scored(value, tie)));
                assertThat(entry.content().score()).isEqualTo(new Content.Score(value, tie));
                Entry next = accepted(put(entry, number(1)).superseding(Retention.pin()));
                assertThat(next.content().score()).isNull();
                same(history(entry.id()), List.of(entry));
            }
        }
    }

    @Test
    void scoresAreListedByValueThenByTieThenByKey() {
        List<Place> places = everyPlace();
        for (boolean descending : DIRECTIONS) {
            Scores all = all(descending);
            List<Place> expected = ordered(places, all);
            for (int limit : new int[] {1, 2, 7, 35, 1000}) {
                assertThat(listed(all, limit)).isEqualTo(expected);
            }
            assertThat(storage.count(all)).isEqualTo(places.size());
        }
    }

    @Test
    void aRangeOfScoresIncludesBothBounds() {
        List<Place> places = everyPlace();
        for (boolean descending : DIRECTIONS) {
            for (long from : VALUES) {
                for (long to : VALUES) {
                    isListedAndCounted(places, new Scores(STORE, from, to, descending, null));
                }
            }
            isListedAndCounted(places, new Scores(STORE, 1, 9007199254740991L, descending, null));
        }
    }

    @Test
    void scoresAreListedFromAnyPlaceOn() {
        List<Place> places = everyPlace();
        Random random = new Random(5);
        for (boolean descending : DIRECTIONS) {
            for (int i = 0; i < 40; i++) {
                Content.Score score = new Content.Score(any(VALUES, random), any(TIES, random));
                String key = random.nextBoolean() ? any(KEYS, random) : any(List.of("", "b", "~"), random);
                Scores from = all(descending).after(new Place(score, key));
                isListedAndCounted(places, from);
                isListedAndCounted(
                        places, new Scores(STORE, any(VALUES, random), any(VALUES, random), descending, from.after()));
            }
        }
    }

    @Test
    void anEntryIsCountedBehindAllThatAreListedBeforeIt() {
        everyPlace();
        List<Place> descending = listed(all(true), 1000);
        for (int i = 0; i < descending.size(); i += 5) {
            assertThat(storage.count(all(false).after(descending.get(i)))).isEqualTo(i);
            assertThat(storage.count(all(true).after(descending.get(i)))).isEqualTo(descending.size() - i - 1);
        }
    }

    @Test
    void theListFollowsEveryWrite() {
        Entry entry = accepted(create("a", scored(1, 0)));
        assertThat(listed(all(true), 10)).containsExactly(place(1, 0, "a"));
        Entry later = accepted(put(entry, scored(1, 7)));
        assertThat(listed(all(true), 10)).as("only the tie is another").containsExactly(place(1, 7, "a"));
        Entry higher = accepted(put(later, scored(2, 7)));
        assertThat(listed(all(true), 10)).containsExactly(place(2, 7, "a"));
        refused(put(later, scored(3, 7)));
        assertThat(storage.count(all(true))).isEqualTo(1);
        Entry unlisted = accepted(put(higher, number(1)));
        isEmpty();
        Entry back = accepted(put(unlisted, scored(0, 0)));
        assertThat(storage.count(all(true))).isEqualTo(1);
        Entry removed = removed(back);
        isEmpty();
        Entry again = accepted(put(removed, scored(5, 5)));
        assertThat(storage.count(all(true))).isEqualTo(1);
        one(storage, Write.forget(again, writeId()));
        isEmpty();
    }

    private void isEmpty() {
        assertThat(listed(all(true), 10)).isEmpty();
        assertThat(storage.count(all(true))).isZero();
    }

    @Test
    void onlyCurrentRevisionsOfTheStoreAreCounted() {
        accepted(put(accepted(create("a", scored(1, 0))), scored(1, 0)).superseding(Retention.pin()));
        accepted(put(new EntryId("rules2", "a"), Optional.empty(), scored(1, 0)));
        accepted(put(new EntryId("Rules", "a"), Optional.empty(), scored(1, 0)));
        created("none", 1);

        for (boolean descending : DIRECTIONS) {
            assertThat(storage.count(all(descending))).isEqualTo(1);
        }
        assertThat(storage.count(new Scores("nobody", Long.MIN_VALUE, Long.MAX_VALUE, true, null)))
                .isZero();
    }

    @Test
    void moreIsCountedThanFitsOnAPage() {
        for (int i = 0; i < 1003; i++) {
            one(storage, create("k" + i, scored(i % 3, i)));
        }
        assertThat(storage.count(all(true))).isEqualTo(1003);
        assertThat(storage.count(new Scores(STORE, 1, 2, false, null))).isEqualTo(668);
    }

    @Test
    void scorePagesGoOnWhateverHappenedBetween() {
        for (String key : List.of("a", "b", "c", "d", "e")) {
            accepted(create(key, scored(1, 5)));
        }
        EntryQuery byTwo = EntryQuery.scores(all(true)).withLimit(2);
        Page<Entry> first = storage.list(byTwo);
        removed(current(id("d")));
        removed(current(id("c")));
        accepted(create("z", scored(1, 5)));
        accepted(create("y", scored(1, 4)));
        accepted(create("x", scored(0, 9)));

        assertThat(keys(byTwo.from(first.next()))).containsExactly("b", "a", "y", "x");
    }

    /** All that is listed in this order, page by page, and counted. */
    private void isListedAndCounted(List<Place> places, Scores scores) {
        List<Place> expected = ordered(places, scores);
        assertThat(listed(scores, 17)).as(scores.toString()).isEqualTo(expected);
        assertThat(storage.count(scores)).as(scores.toString()).isEqualTo(expected.size());
    }

    private List<Place> listed(Scores scores, int limit) {
        return listed(storage, EntryQuery.scores(scores).withoutValues().withLimit(limit)).stream()
                .map(entry -> new Place(
                        Optional.ofNullable(entry.content().score()).orElseThrow(),
                        entry.id().key()))
                .toList();
    }

    private static List<Place> ordered(List<Place> places, Scores scores) {
        Comparator<Place> order = scores.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return places.stream()
                .filter(place ->
                        scores.from() <= place.score().value() && place.score().value() <= scores.to())
                .filter(place -> scores.after() == null || order.compare(place, scores.after()) > 0)
                .sorted(order)
                .toList();
    }

    /** Writes entries with many scores, in any order, and some without. */
    private List<Place> everyPlace() {
        List<Place> places = new ArrayList<>();
        for (long value : VALUES) {
            for (long tie : TIES) {
                for (String key : KEYS) {
                    places.add(place(value, tie, key + value + "/" + tie));
                }
            }
        }
        for (String key : KEYS) {
            places.add(place(0, 0, key));
        }
        List<Place> shuffled = new ArrayList<>(places);
        Collections.shuffle(shuffled, new Random(3));
        shuffled.forEach(place -> one(
                storage,
                create(place.key(), scored(place.score().value(), place.score().tie()))));
        created("none", 1);
        return places;
    }

    private static Place place(long value, long tie, String key) {
        return new Place(new Content.Score(value, tie), key);
    }

    private static Scores all(boolean descending) {
        return new Scores(STORE, Long.MIN_VALUE, Long.MAX_VALUE, descending, null);
    }

    private static Content scored(long value, long tie) {
        return new Content("1", Set.of(), Map.of(), null, new Content.Score(value, tie), null);
    }

    private static <T> T any(List<T> items, Random random) {
        return items.get(random.nextInt(items.size()));
    }
}
