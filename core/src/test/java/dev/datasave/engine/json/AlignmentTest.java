package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which elements of two arrays belong together: as many equal ones as can be, in the order of both. */
class AlignmentTest {
    private static JsonArray json(String text) {
        return JsonText.parse(text.replace('\'', '"')).getAsJsonArray();
    }

    private static List<Alignment.Pair> aligned(JsonArray from, JsonArray to) {
        List<Alignment.Pair> pairs = Alignment.of(from, to);
        int lastFrom = -1;
        int lastTo = -1;
        for (Alignment.Pair pair : pairs) {
            assertThat(pair.from()).isGreaterThan(lastFrom).isLessThan(from.size());
            assertThat(pair.to()).isGreaterThan(lastTo).isLessThan(to.size());
            JsonElement one = from.get(pair.from());
            JsonElement other = to.get(pair.to());
            assertThat(pair.isSame()).isEqualTo(JsonText.same(one, other));
            lastFrom = pair.from();
            lastTo = pair.to();
        }
        return pairs;
    }

    private static long same(List<Alignment.Pair> pairs) {
        return pairs.stream().filter(Alignment.Pair::isSame).count();
    }

    @Test
    void asManyEqualElementsArePairedAsALongestCommonSubsequenceHas() {
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            JsonArray from = numbers(random, 9, 4);
            JsonArray to = numbers(random, 9, 4);
            assertThat(same(aligned(from, to)))
                    .as("seed %s: %s %s", seed, from, to)
                    .isEqualTo(longest(from, 0, to, 0));
        }
    }

    private static JsonArray numbers(Random random, int most, int values) {
        JsonArray array = new JsonArray();
        for (int i = random.nextInt(most); i > 0; i--) {
            int value = random.nextInt(values);
            array.add(random.nextBoolean() ? new JsonPrimitive(value) : JsonText.parse(value + ".0"));
        }
        return array;
    }

    private static int longest(JsonArray from, int i, JsonArray to, int j) {
        if (i == from.size() || j == to.size()) {
            return 0;
        }
        return JsonText.same(from.get(i), to.get(j))
                ? 1 + longest(from, i + 1, to, j + 1)
                : Math.max(longest(from, i + 1, to, j), longest(from, i, to, j + 1));
    }

    @Test
    void anyTwoArraysArePairedInTheOrderOfBoth() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            JsonArray from = new JsonArray();
            for (int i = random.nextInt(8); i > 0; i--) {
                from.add(Trees.element(random, 2));
            }
            JsonElement to = Trees.edited(random, from);
            if (to instanceof JsonArray array) {
                aligned(from, array);
                aligned(array, from);
            }
        }
    }

    @Test
    void emptyArraysHaveNoPairs() {
        assertThat(Alignment.of(json("[]"), json("[]"))).isEmpty();
        assertThat(Alignment.of(json("[1]"), json("[]"))).isEmpty();
        assertThat(Alignment.of(json("[]"), json("[1]"))).isEmpty();
    }

    @Test
    void aThingIsRecognisedByItsIdWhateverElseHasChanged() {
        JsonArray from = json("[{'id':1,'a':1,'b':1},{'id':2,'a':2,'b':2}]");
        JsonArray to = json("[{'id':9,'a':1,'b':1},{'id':2,'a':5,'b':6}]");
        assertThat(aligned(from, to)).containsExactly(new Alignment.Pair(1, 1, false));
    }

    @Test
    void elementsOfOneKindAreThatThingChangedWhereAsManyAreLeft() {
        assertThat(aligned(json("[1,'x',3]"), json("[1,'y',3]"))).contains(new Alignment.Pair(1, 1, false));
        assertThat(aligned(json("[1,'x',3]"), json("[1,'y','z',3]"))).hasSize(2);
        assertThat(aligned(json("[1,{'a':1},3]"), json("[1,[1],3]"))).hasSize(2);
    }

    @Test
    void arraysTooLongForATableAreAlignedByWhatOccursOnce() {
        Random random = new Random(3);
        JsonArray from = new JsonArray();
        JsonArray to = new JsonArray();
        for (int i = 0; i < 4_000; i++) {
            from.add(i);
            to.add(i % 10 == 0 ? new JsonPrimitive("new" + i) : new JsonPrimitive(i));
            if (random.nextInt(10) == 0) {
                from.add("often");
                to.add("often");
            }
        }
        assertThat(same(aligned(from, to))).isGreaterThanOrEqualTo(3_600);
    }

    @Test
    void anchorsThatCrossLeaveTheLongestPartThatRises() {
        JsonArray from = new JsonArray();
        JsonArray to = new JsonArray();
        from.add(-1);
        for (int i = 0; i < 1_500; i++) {
            from.add(i);
        }
        for (int i = 0; i < 1_500; i++) {
            to.add((i + 500) % 1_500);
        }
        to.add(-2);
        assertThat(same(aligned(from, to))).isEqualTo(1_000);
    }
}
