package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.engine.json.Trees;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeftoverTest {
    private static JsonElement json(String text) {
        return JsonParser.parseString(text.replace('\'', '"'));
    }

    private static JsonElement later(String loaded, String written, String later) {
        return Leftover.mergeUnder(json(later), Leftover.of(json(loaded), json(written)));
    }

    @Test
    void unknownMembersAreKeptAtAnyDepthOfObjects() {
        assertThat(later(
                        "{'a':1,'pet':{'x':{'y':1},'n':2},'b':null}", "{'a':1,'pet':{'n':2}}", "{'a':2,'pet':{'n':3}}"))
                .isEqualTo(json("{'a':2,'pet':{'n':3,'x':{'y':1}}}"));
    }

    @Test
    void nothingIsKeptInsideArrays() {
        assertThat(Leftover.of(json("{'a':[{'x':1}]}"), json("{'a':[{}]}"))).isNull();
        assertThat(Leftover.of(json("[{'x':1}]"), json("[{}]"))).isNull();
        assertThat(Leftover.of(json("1"), json("{}"))).isNull();
    }

    @Test
    void aMemberThatTheClassKnowsAndDropsLaterStaysDroppedF45() {
        assertThat(later("{'items':{'sword':1,'bow':2}}", "{'items':{'sword':1,'bow':2}}", "{'items':{'bow':2}}"))
                .isEqualTo(json("{'items':{'bow':2}}"));
        assertThat(later("{'a':1,'b':2}", "{'a':1,'b':2}", "{'b':2}")).isEqualTo(json("{'b':2}"));
    }

    @Test
    void whatWasInARemovedObjectStaysRemovedWithItF45() {
        String loaded = "{'bags':{'one':{'n':1,'future':{'z':1}},'two':{'n':2}}}";
        String written = "{'bags':{'one':{'n':1},'two':{'n':2}}}";
        assertThat(later(loaded, written, "{'bags':{'two':{'n':2}}}")).isEqualTo(json("{'bags':{'two':{'n':2}}}"));
        assertThat(later(loaded, written, "{'bags':7}")).isEqualTo(json("{'bags':7}"));
    }

    @Test
    void unknownMembersThatAreArraysOrObjectsAreKeptWhole() {
        assertThat(later("{'list':[1,[2]],'empty':{},'o':{'p':{}}}", "{}", "{'a':1}"))
                .isEqualTo(json("{'a':1,'list':[1,[2]],'empty':{},'o':{'p':{}}}"));
    }

    @Test
    void whatIsWrittenWins() {
        assertThat(later("{'x':1,'y':{'z':1}}", "{}", "{'x':null,'y':2}")).isEqualTo(json("{'x':null,'y':2}"));
    }

    @Test
    void generatedTreesComeBackWhole() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            JsonObject loaded = Trees.object(random, 4);
            JsonElement written = Trees.pruned(random, loaded);
            JsonElement copy = loaded.deepCopy();
            JsonElement leftover = Leftover.of(loaded, written);
            JsonElement merged = Leftover.mergeUnder(written, leftover);
            String as = "seed " + seed;
            assertThat(Leftover.of(merged, written)).as(as).isEqualTo(leftover);
            assertThat(Leftover.of(loaded, merged)).as(as).isNull();
            assertThat(Leftover.of(merged, loaded)).as(as).isNull();
            assertThat(loaded).as(as).isEqualTo(copy);
            if (leftover == null) {
                assertThat(merged).as(as).isEqualTo(written);
            } else {
                JsonElement without = Leftover.without(loaded, leftover);
                assertThat(Leftover.of(without, written)).as(as).isNull();
                assertThat(Leftover.of(loaded, without)).as(as).isEqualTo(leftover);
            }
        }
    }
}
