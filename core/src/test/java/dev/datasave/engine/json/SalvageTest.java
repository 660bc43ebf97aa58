package dev.datasave.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.spi.Content;
import dev.datasave.spi.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalvageTest {
    private static JsonObject member(String name, JsonPrimitive value) {
        JsonObject object = new JsonObject();
        object.addProperty("coins", 300);
        object.add(name, value);
        return object;
    }

    private static String kept(JsonObject tree) {
        String text = Salvage.text(tree, Limits.VALUE_BYTES).orElseThrow();
        assertThat(Content.of(text).value()).as("it can be stored").isEqualTo(text);
        return text;
    }

    @Test
    void whatIsStorableStaysAsItIs() {
        String text = "{\"a\":[1.50,1e3,null,true,\"ä😀\\n\"],\"b\":{}}";
        assertThat(Salvage.text(JsonText.parse(text), 1_000)).contains(text);
    }

    @Test
    void numbersThatAreNotFiniteBecomeTheirNames() {
        assertThat(kept(member("luck", new JsonPrimitive(Double.NaN)))).isEqualTo("{\"coins\":300,\"luck\":\"NaN\"}");
        assertThat(kept(member("luck", new JsonPrimitive(Float.POSITIVE_INFINITY))))
                .isEqualTo("{\"coins\":300,\"luck\":\"Infinity\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\ud83d", "\ude00", "x\ud83dy\0"})
    void charactersThatNoStorageKeepsBecomeTheirEscapes(String bad) {
        String shown =
                bad.replace("\0", "\\\\u0000").replace("\ud83d", "\\\\ud83d").replace("\ude00", "\\\\ude00");
        assertThat(kept(member("note", new JsonPrimitive(bad))))
                .isEqualTo("{\"coins\":300,\"note\":\"" + shown + "\"}");
        assertThat(kept(member(bad, new JsonPrimitive(1)))).isEqualTo("{\"coins\":300,\"" + shown + "\":1}");
    }

    @Test
    void theLongestTextsAreLeftOutFirst() {
        JsonObject tree = member("note", new JsonPrimitive("x".repeat(5 << 20)));
        tree.addProperty("title", "y".repeat(1_000));
        assertThat(kept(tree)).contains("(5242880 characters, left out)", "y".repeat(1_000));
    }

    @Test
    void manyLongTextsAreCutUntilTheWholeFits() {
        JsonArray texts = new JsonArray();
        for (int i = 0; i < 100; i++) {
            texts.add("z".repeat(100_000));
        }
        JsonObject tree = new JsonObject();
        tree.addProperty("coins", 300);
        tree.add("texts", texts);
        assertThat(kept(tree)).startsWith("{\"coins\":300,").contains("(100000 characters, left out)");
    }

    @Test
    void whatIsTooMuchInAnyCaseIsGivenUp() {
        JsonArray numbers = new JsonArray();
        for (int i = 0; i < 100; i++) {
            numbers.add(1_000_000_000);
        }
        assertThat(Salvage.text(numbers, 1_000)).isEmpty();
        assertThat(Salvage.text(numbers, 1_101)).isPresent();
    }

    @Test
    void whatCouldNotBeReadIsAsItWasLast() {
        JsonObject tree = new JsonObject();
        tree.addProperty("coins", 3);
        tree.add("items", Salvage.UNREAD);
        tree.add("unknown", Salvage.UNREAD);
        JsonArray pets = new JsonArray();
        JsonObject pet = new JsonObject();
        pet.addProperty("name", "Rex");
        pet.add("toys", Salvage.UNREAD);
        pets.add(pet);
        tree.add("pets", pets);
        assertThat(Salvage.hasUnread(tree)).isTrue();
        JsonElement older = JsonParser.parseString("{\"coins\":1,\"items\":[1,2],\"pets\":[{\"toys\":[\"ball\"]}]}");
        JsonElement whole = Salvage.completed(tree, older);
        assertThat(whole).hasToString("{\"coins\":3,\"items\":[1,2],\"pets\":[{\"name\":\"Rex\"}]}");
        assertThat(Salvage.hasUnread(whole)).isFalse();
        assertThat(Salvage.completed(tree, null)).hasToString("{\"coins\":3,\"pets\":[{\"name\":\"Rex\"}]}");
    }
}
