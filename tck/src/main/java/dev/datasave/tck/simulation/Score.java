package dev.datasave.tck.simulation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Codec;
import dev.datasave.tck.checker.Goods;
import dev.datasave.tck.checker.States;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data of a player of the simulated game: the edits that led to it, and the player's goods.
 *
 * @param edits how many
 * @param state the name of the state after the last edit
 * @param goods the player's goods
 * @param mood a text that the game may spoil, so that the data can't be stored
 */
record Score(long edits, String state, Map<String, Long> goods, String mood) {
    /** Half an emoji, which no storage can keep. */
    private static final String BAD = "\ud83d";

    static Score fresh() {
        return new Score(0, States.FRESH, Goods.NONE, "");
    }

    Score next(String newState) {
        return new Score(edits + 1, newState, goods, mood);
    }

    /** This score with more goods, or fewer. */
    Score next(String newState, Map<String, Long> change) {
        return new Score(edits + 1, newState, Goods.plus(goods, change), mood);
    }

    /** This score as it can't be stored, or as it can. */
    Score spoiled(String newState, boolean isBad) {
        return new Score(edits + 1, newState, goods, isBad ? BAD : "");
    }

    /** The members that {@link States#of} reads. */
    static Codec<Score> codec() {
        return new Codec<>() {
            @Override
            public JsonElement encode(Score data) {
                JsonObject tree = new JsonObject();
                tree.addProperty("edits", data.edits());
                tree.addProperty("state", data.state());
                JsonObject goods = new JsonObject();
                data.goods().forEach(goods::addProperty);
                tree.add("goods", goods);
                tree.addProperty("mood", data.mood());
                return tree;
            }

            @Override
            public Score decode(JsonElement tree) {
                JsonObject object = tree.getAsJsonObject();
                Map<String, Long> goods = new TreeMap<>();
                object.getAsJsonObject("goods")
                        .entrySet()
                        .forEach(thing ->
                                goods.put(thing.getKey(), thing.getValue().getAsLong()));
                return new Score(
                        object.get("edits").getAsLong(),
                        object.get("state").getAsString(),
                        Goods.plus(goods, Goods.NONE),
                        object.get("mood").getAsString());
            }
        };
    }
}
