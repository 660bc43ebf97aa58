package dev.datasave.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import dev.datasave.engine.codec.Members;
import dev.datasave.engine.json.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReconcileTest {
    record Settings(boolean music, int volume) {}

    record Data(
            Settings settings,
            Map<String, Settings> worlds,
            Optional<String> guild,
            List<Settings> history,

            @SerializedName(value = "money", alternate = "gold")
            long money,

            Data parent,
            JsonObject tree) {}

    private static JsonElement json(String text) {
        return JsonParser.parseString(text.replace('\'', '"'));
    }

    private static JsonElement fill(String data, String template) {
        return Reconcile.fill(json(data), json(template), Members.of(Data.class));
    }

    @Test
    void missingAndNullMembersComeFromTheTemplate() {
        assertThat(fill(
                        "{'settings':{'volume':3},'history':null}",
                        "{'settings':{'music':true,'volume':9},'history':[]}"))
                .isEqualTo(json("{'settings':{'volume':3,'music':true},'history':[]}"));
        assertThat(fill("{'parent':{'parent':{}}}", "{'parent':{'parent':{'money':1}}}"))
                .isEqualTo(json("{'parent':{'parent':{'money':1}}}"));
    }

    @Test
    void aMapIsFilledInAsAWholeOrNotAtAllF45() {
        assertThat(fill("{'worlds':{}}", "{'worlds':{'start':{'music':true}}}")).isEqualTo(json("{'worlds':{}}"));
        assertThat(fill("{}", "{'worlds':{'start':{}}}")).isEqualTo(json("{'worlds':{'start':{}}}"));
    }

    @Test
    void anEmptyOptionalIsAnAnswerAndListsAreLeftAlone() {
        assertThat(fill("{'guild':null,'history':[{}]}", "{'guild':'x','history':[{'volume':1}]}"))
                .isEqualTo(json("{'guild':null,'history':[{}]}"));
    }

    @Test
    void aMemberUnderItsFormerNameIsNotMissingF4() {
        assertThat(fill("{'gold':5}", "{'money':0}")).isEqualTo(json("{'gold':5}"));
    }

    @Test
    void aTreeIsFilledInThroughout() {
        assertThat(fill("{'tree':{'a':{}}}", "{'tree':{'a':{'b':1}}}")).isEqualTo(json("{'tree':{'a':{'b':1}}}"));
        assertThat(Reconcile.fill(json("{'a':{}}"), json("{'a':{'b':1}}"))).isEqualTo(json("{'a':{'b':1}}"));
    }

    @Test
    void generatedTreesLackNothingAfterwardsAndLoseNothing() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            JsonObject data = Trees.object(random, 4);
            JsonObject template = Trees.object(random, 4);
            JsonElement before = data.deepCopy();
            JsonElement filled = Reconcile.fill(data, template);
            String as = "seed " + seed;
            assertThat(data).as(as).isEqualTo(before);
            assertThat(Leftover.of(data, filled)).as(as).isNull();
            assertThat(Leftover.of(template, filled)).as(as + ": nothing lacks").isNull();
            assertThat(Reconcile.fill(filled, template)).as(as + ": idempotent").isSameAs(filled);
            assertThat(unchanged(data, filled)).as(as + ": nothing overwritten").isTrue();
        }
    }

    private static boolean unchanged(JsonElement data, JsonElement filled) {
        if (data instanceof JsonObject object && filled instanceof JsonObject more) {
            return object.entrySet().stream()
                    .allMatch(member -> unchanged(member.getValue(), more.get(member.getKey())));
        }
        return data.isJsonNull() || data.equals(filled);
    }
}
