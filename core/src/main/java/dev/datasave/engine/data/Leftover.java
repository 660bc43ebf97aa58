package dev.datasave.engine.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members of an object that the class doesn't know: a newer version of the game or another program put them there. They are set aside when the data
 * is loaded, and put back when it is written.
 *
 * <p>Members inside arrays are not kept, because elements have no identity. A leftover is a tree of the objects that lead to the members; a kept
 * member stands in it as an array of one element. So an object on the way can be told from a kept member: if the game has removed it (a map's key, a
 * pet that was sold), it stays removed (F45).
 */
final class Leftover {
    private Leftover() {}

    /** The part of the loaded tree that the codec did not write back, without JSON nulls; null if there is none. */
    static @Nullable JsonElement of(JsonElement loaded, JsonElement written) {
        return loaded instanceof JsonObject from && written instanceof JsonObject to ? members(from, to) : null;
    }

    private static @Nullable JsonObject members(JsonObject loaded, JsonObject written) {
        JsonObject left = new JsonObject();
        for (Map.Entry<String, JsonElement> member : loaded.entrySet()) {
            JsonElement known = written.get(member.getKey());
            if (known != null) {
                JsonElement inside = of(member.getValue(), known);
                if (inside != null) {
                    left.add(member.getKey(), inside);
                }
            } else if (!member.getValue().isJsonNull()) {
                JsonArray kept = new JsonArray(1);
                kept.add(member.getValue().deepCopy());
                left.add(member.getKey(), kept);
            }
        }
        return left.isEmpty() ? null : left;
    }

    /** The written tree with the leftover's members added, where the name is free and the object around it is still there. */
    static JsonElement mergeUnder(JsonElement written, @Nullable JsonElement leftover) {
        if (written instanceof JsonObject known && leftover instanceof JsonObject left) {
            JsonObject merged = new JsonObject();
            known.entrySet()
                    .forEach(member ->
                            merged.add(member.getKey(), mergeUnder(member.getValue(), left.get(member.getKey()))));
            left.entrySet().forEach(member -> {
                if (member.getValue() instanceof JsonArray kept && !known.has(member.getKey())) {
                    merged.add(member.getKey(), kept.get(0).deepCopy());
                }
            });
            return merged;
        }
        return written;
    }

    /** The loaded tree without the leftover. */
    static JsonElement without(JsonElement loaded, JsonElement leftover) {
        if (loaded instanceof JsonObject from && leftover instanceof JsonObject left) {
            JsonObject rest = new JsonObject();
            from.entrySet().forEach(member -> {
                JsonElement out = left.get(member.getKey());
                if (out == null) {
                    rest.add(member.getKey(), member.getValue());
                } else if (out instanceof JsonObject) {
                    rest.add(member.getKey(), without(member.getValue(), out));
                }
            });
            return rest;
        }
        return loaded;
    }
}
