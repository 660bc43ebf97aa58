package dev.datasave.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How edits of single places travel. The texts here are what servers of this release understand, and must stay so. */
class PatchFormatTest {
    private static final String STORED = "[{\"path\":\"$.items[1]\",\"to\":\"\\\"sword\\\"\"},"
            + "{\"path\":\"$.pet\",\"from\":\"{\\\"name\\\":null}\"},"
            + "{\"path\":\"$.coins\",\"from\":\"10\",\"to\":\"1.50\"}]";

    private static JsonDiff diff() {
        JsonObject pet = new JsonObject();
        pet.add("name", JsonNull.INSTANCE);
        return new JsonDiff(List.of(
                new JsonChange.Added("$.items[1]", new JsonPrimitive("sword")),
                new JsonChange.Removed("$.pet", pet),
                new JsonChange.Changed("$.coins", new JsonPrimitive(10), JsonParser.parseString("1.50"))));
    }

    @Test
    void changesTravelAsTexts() {
        assertThat(PatchFormat.array(diff())).hasToString(STORED);
        assertThat(PatchFormat.of(JsonParser.parseString(STORED).getAsJsonArray()))
                .hasToString(diff().toString());
    }

    @Test
    void aTreeOfTheMostLevelsTravels() {
        JsonElement deep = JsonParser.parseString("[".repeat(255) + "]".repeat(255));
        JsonDiff change = new JsonDiff(List.of(new JsonChange.Changed("$", new JsonPrimitive(1), deep)));
        String text = PatchFormat.array(change).toString();
        assertThat(PatchFormat.of(JsonParser.parseString(text).getAsJsonArray()))
                .isEqualTo(change);
    }

    @Test
    void theWholeRequestIsRead() {
        JsonObject payload = new JsonObject();
        payload.addProperty("seen", 7);
        payload.add("changes", JsonParser.parseString(STORED));
        Patch<Object> patch = Patch.of(payload, "why", "ops");
        assertThat(patch.seen()).isEqualTo(OptionalLong.of(7));
        assertThat(patch.changes()).hasToString(diff().toString());
        assertThat(patch.travel().orElseThrow().type()).isEqualTo("~patch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "[{}]",
                "[{\"path\":1,\"to\":\"1\"}]",
                "[{\"path\":\"$\"}]",
                "[{\"path\":\"$\",\"to\":1}]",
                "[{\"path\":\"$\",\"to\":\"nojson\"}]",
                "[{\"path\":\"$\",\"from\":\"[\",\"to\":\"1\"}]"
            })
    void whatNoServerHasWrittenIsNoChange(String foreign) {
        JsonArray array = JsonParser.parseString(foreign).getAsJsonArray();
        assertThatThrownBy(() -> PatchFormat.of(array)).isInstanceOf(IllegalArgumentException.class);
    }
}
