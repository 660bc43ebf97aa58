package dev.datasave.engine.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How likely it is that two elements of arrays are the same thing, before and after a change. */
final class Likeness {
    /** Members that identify an object. */
    private static final List<String> IDENTITIES = List.of("id", "uuid", "key");

    private static final double LEAST = 0.5;

    private Likeness() {}

    /** 0 if they are probably different things. Otherwise the more they have in common, the higher it is; 1 or more if they have the same identity. */
    static double of(JsonElement a, JsonElement b) {
        if (a instanceof JsonObject one && b instanceof JsonObject other) {
            Boolean same = isSameThing(one, other);
            double common = commonMembers(one, other);
            if (same != null) {
                return same ? 1 + common : 0;
            }
            return common >= LEAST ? common : 0;
        }
        if (a instanceof JsonArray one && b instanceof JsonArray other) {
            double common = commonElements(one, other);
            return common >= LEAST ? common : 0;
        }
        return 0;
    }

    /** Whether one may be the other after a change: both are of the same kind, and their identities don't differ. */
    static boolean mayBeTheSame(JsonElement a, JsonElement b) {
        if (a instanceof JsonObject one && b instanceof JsonObject other) {
            return !Boolean.FALSE.equals(isSameThing(one, other));
        }
        return a.isJsonArray() == b.isJsonArray() && a.isJsonObject() == b.isJsonObject();
    }

    private static @Nullable Boolean isSameThing(JsonObject a, JsonObject b) {
        for (String name : IDENTITIES) {
            if (a.get(name) instanceof JsonPrimitive one && b.get(name) instanceof JsonPrimitive other) {
                return JsonText.same(one, other);
            }
        }
        return null;
    }

    private static double commonMembers(JsonObject a, JsonObject b) {
        int common = 0;
        for (Map.Entry<String, JsonElement> member : a.entrySet()) {
            JsonElement other = b.get(member.getKey());
            common += other != null && JsonText.same(member.getValue(), other) ? 1 : 0;
        }
        return share(common, a.size() + b.size());
    }

    private static double commonElements(JsonArray a, JsonArray b) {
        int common = 0;
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            common += JsonText.same(a.get(i), b.get(i)) ? 1 : 0;
        }
        return share(common, a.size() + b.size());
    }

    private static double share(int common, int sizes) {
        return sizes == 0 ? 0 : 2.0 * common / sizes;
    }

    /** Equal for trees that {@linkplain JsonText#same mean the same}. */
    static int hash(JsonElement tree) {
        return switch (tree) {
            case JsonObject object -> {
                int sum = 1;
                for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                    sum += member.getKey().hashCode() ^ (31 * hash(member.getValue()));
                }
                yield sum;
            }
            case JsonArray array -> {
                int sum = 2;
                for (JsonElement element : array) {
                    sum = 31 * sum + hash(element);
                }
                yield sum;
            }
            case JsonPrimitive primitive when primitive.isNumber() -> Decimal.hash(primitive.getAsString());
            case JsonPrimitive primitive -> primitive.getAsString().hashCode();
            default -> 0;
        };
    }
}
