package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonDiffTest {
    private static JsonElement json(String text) {
        return JsonParser.parseString(text.replace('\'', '"'));
    }

    private static String diff(String from, String to) {
        JsonDiff diff = JsonDiff.between(json(from), json(to));
        assertThat(JsonText.same(diff.apply(json(from)), json(to))).isTrue();
        return diff.toString().replace('"', '\'');
    }

    @Test
    void membersAreAddedRemovedAndChangedByNameInAStableOrder() {
        assertThat(diff("{'b':1,'a':'x','c':true}", "{'d':[],'c':true,'b':2}")).isEqualTo("""
                        - $.a 'x'
                        ~ $.b 1 -> 2
                        + $.d []""");
        assertThat(diff("{'a':{'b':{'c':1,'d':2}}}", "{'a':{'b':{'c':3,'d':2}}}"))
                .isEqualTo("~ $.a.b.c 1 -> 3");
    }

    @Test
    void whatMeansTheSameIsNoDifference() {
        assertThat(diff("{'a':1,'b':[1e2,-0]}", "{'b':[100.0,0],'a':1.00}")).isEmpty();
        assertThat(JsonDiff.between(json("[]"), json("[]")).isEmpty()).isTrue();
        assertThat(diff("{'a':'1'}", "{'a':1}")).isEqualTo("~ $.a '1' -> 1");
        assertThat(diff("{'a':null}", "{}")).isEqualTo("- $.a null");
    }

    @Test
    void theRootCanChange() {
        assertThat(diff("1", "{'a':1}")).isEqualTo("~ $ 1 -> {'a':1}");
    }

    @Test
    void namesThatAreNoPlainWordsAreQuoted() {
        JsonObject tree = new JsonObject();
        tree.addProperty("it's a \\ \n name[0].x", 1);
        JsonDiff diff = JsonDiff.between(new JsonObject(), tree);
        assertThat(diff.changes().getFirst().path()).isEqualTo("$['it\\'s a \\\\ \\u000a name[0].x']");
        assertThat(diff.apply(new JsonObject())).isEqualTo(tree);
        assertThat(diff("{'':1}", "{'':2}")).isEqualTo("~ $[''] 1 -> 2");
    }

    @Test
    void anItemOutOfTheMiddleOfAnInventoryIsOneChange() {
        JsonArray items = new JsonArray();
        IntStream.range(0, 40)
                .forEach(i -> items.add(json("{'name':'item" + i % 7 + "','count':" + i + ",'worn':false}")));
        JsonArray fewer = items.deepCopy();
        JsonElement gone = fewer.remove(17);
        assertThat(JsonDiff.between(items, fewer).changes()).containsExactly(new JsonChange.Removed("$[17]", gone));
        assertThat(JsonDiff.between(fewer, items).changes()).containsExactly(new JsonChange.Added("$[17]", gone));
    }

    @Test
    void elementsThatChangedAreComparedInside() {
        assertThat(diff("{'items':[{'n':'axe','w':1},{'n':'bow','w':0}]}", "{'items':[{'n':'bow','w':3}]}"))
                .isEqualTo("""
                        - $.items[0] {'n':'axe','w':1}
                        ~ $.items[0].w 0 -> 3""");
        assertThat(diff("[{'id':7,'x':1,'y':1},{'id':8}]", "[{'id':9},{'id':7,'x':2,'y':2},{'id':8}]"))
                .isEqualTo("""
                        + $[0] {'id':9}
                        ~ $[1].x 1 -> 2
                        ~ $[1].y 1 -> 2""");
        assertThat(diff("[{'n':1}]", "[{'n':2}]")).isEqualTo("~ $[0].n 1 -> 2");
        assertThat(diff("[{'id':1}]", "[{'id':2}]")).isEqualTo("""
                        - $[0] {'id':1}
                        + $[0] {'id':2}""");
        assertThat(diff("[1,2,3]", "[1,5,3]")).isEqualTo("~ $[1] 2 -> 5");
        assertThat(diff("[1,2,9,3]", "[1,5,3]")).isEqualTo("""
                        - $[2] 9
                        - $[1] 2
                        + $[1] 5""");
        assertThat(diff("[[1,2,3],[7]]", "[[7],[1,2,4]]")).isEqualTo("""
                        - $[0] [1,2,3]
                        + $[1] [1,2,4]""");
    }

    @Test
    void longListsAreAlignedToo() {
        JsonArray before = new JsonArray();
        IntStream.range(0, 50_000).forEach(before::add);
        JsonArray after = before.deepCopy();
        IntStream.of(49_000, 30_000, 25_000, 100).forEach(after::remove);
        after.set(20_000, new JsonPrimitive("new"));
        JsonDiff diff = JsonDiff.between(before, after);
        assertThat(diff.changes()).hasSize(5);
        assertThat(diff.apply(before)).isEqualTo(after);
    }

    @Test
    void aListWithoutAnythingInCommonEnds() {
        JsonArray before = new JsonArray();
        JsonArray after = new JsonArray();
        IntStream.range(0, 3_000).forEach(i -> {
            before.add(json("{'a':" + i + "}"));
            after.add(json("{'b':" + i + "}"));
        });
        after.remove(0);
        JsonDiff diff = JsonDiff.between(before, after);
        assertThat(JsonText.same(diff.apply(before), after)).isTrue();
    }

    @Test
    void aPatchLeadsFromOneTreeToTheOther() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            JsonElement from = Trees.element(random, 5);
            JsonElement to = random.nextInt(4) == 0 ? Trees.element(random, 5) : Trees.edited(random, from);
            JsonElement fromBefore = from.deepCopy();
            JsonDiff diff = JsonDiff.between(from, to);
            assertThat(JsonText.same(diff.apply(from), to)).as("seed %s", seed).isTrue();
            assertThat(from).as("seed %s: the argument", seed).isEqualTo(fromBefore);
            assertThat(diff.isEmpty()).as("seed %s", seed).isEqualTo(JsonText.same(from, to));
            assertThat(JsonDiff.between(from, to)).as("seed %s: again", seed).isEqualTo(diff);
        }
    }

    @Test
    void aChangeThatDoesNotFitIsRefusedWithItsPlace() {
        JsonDiff diff = JsonDiff.between(json("{'a':{'b':[1,'secret']}}"), json("{'a':{'b':[1]}}"));
        for (String other : new String[] {"{'a':{'b':[1]}}", "{'a':{'b':[1,'x']}}", "{'a':{}}", "{'a':1}", "[]"}) {
            assertThatThrownBy(() -> diff.apply(json(other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("$.a.b[1]")
                    .hasMessageNotContaining("secret");
        }
        JsonDiff adding = JsonDiff.between(json("{'l':[]}"), json("{'l':[1],'x':1}"));
        assertThatThrownBy(() -> adding.apply(json("{'l':[],'x':2}"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> adding.apply(json("{'l':{}}"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameMayBeOfAnyLength() {
        JsonObject from = new JsonObject();
        JsonObject to = new JsonObject();
        to.addProperty("a name ".repeat(50_000), 1);
        assertThat(JsonDiff.between(from, to).apply(from)).isEqualTo(to);
    }

    @Test
    void aBrokenPathIsRefused() {
        for (String path : new String[] {"", "a", "$a", "$.", "$[", "$[x]", "$['a]", "$.a b", "$['\\u00']"}) {
            JsonDiff diff = new JsonDiff(java.util.List.of(new JsonChange.Added(path, json("1"))));
            assertThatThrownBy(() -> diff.apply(json("{}"))).as(path).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
