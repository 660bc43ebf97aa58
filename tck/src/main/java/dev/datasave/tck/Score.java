package dev.datasave.tck;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Codec;

/**
 * What the simulated game keeps for a player: nothing but which edits led to it.
 *
 * @param edits how many
 * @param state the name of what the last one made
 */
record Score(long edits, String state) {

    static Score fresh() {
        return new Score(0, States.FRESH);
    }

    Score next(String newState) {
        return new Score(edits + 1, newState);
    }

    /** The members that {@link States#of} reads. */
    static Codec<Score> codec() {
        return new Codec<>() {
            @Override
            public JsonElement encode(Score data) {
                JsonObject tree = new JsonObject();
                tree.addProperty("edits", data.edits());
                tree.addProperty("state", data.state());
                return tree;
            }

            @Override
            public Score decode(JsonElement tree) {
                JsonObject object = tree.getAsJsonObject();
                return new Score(
                        object.get("edits").getAsLong(), object.get("state").getAsString());
            }
        };
    }
}
