package dev.datasave.engine.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.spi.EntryId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of the engine's own JSON as the types that they must have. What is stored may be damaged, or somebody else may have written it.
 * So each method returns a value, or throws an {@link IllegalArgumentException} that names the member and the type that was found, never the content.
 */
public final class JsonFields {
    private JsonFields() {}

    /** The member, which must be there. */
    public static JsonElement element(JsonObject json, String name) {
        JsonElement member = json.get(name);
        if (member == null) {
            throw new IllegalArgumentException("member \"" + name + "\": found nothing, expected it");
        }
        return member;
    }

    public static String text(JsonObject json, String name) {
        return text(name, json.get(name));
    }

    /** The text, or {@code otherwise} where there is no such member. */
    public static String text(JsonObject json, String name, String otherwise) {
        JsonElement member = json.get(name);
        return member == null ? otherwise : text(name, member);
    }

    /** The text, or null where JSON null stands. */
    public static @Nullable String textOrNull(JsonObject json, String name) {
        return element(json, name).isJsonNull() ? null : text(json, name);
    }

    public static String text(String name, @Nullable JsonElement element) {
        if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw other(name, element, "text");
    }

    /** The texts of an array, each once. */
    public static Set<String> texts(String name, @Nullable JsonElement element) {
        Set<String> texts = new LinkedHashSet<>();
        array(name, element).forEach(text -> texts.add(text(name, text)));
        return texts;
    }

    public static long number(JsonObject json, String name) {
        return number(name, json.get(name));
    }

    /** The number, or {@code otherwise} where there is no such member. */
    public static long number(JsonObject json, String name, long otherwise) {
        JsonElement member = json.get(name);
        return member == null ? otherwise : number(name, member);
    }

    public static int smallNumber(JsonObject json, String name, int otherwise) {
        return small(name, number(json, name, otherwise));
    }

    public static int small(String name, long number) {
        if (number != (int) number) {
            throw new IllegalArgumentException(
                    "member \"" + name + "\": found a number of more than 32 bits, expected a smaller one");
        }
        return (int) number;
    }

    /** A whole number. A database may write it in another way, such as {@code 1.0}. */
    public static long number(String name, @Nullable JsonElement element) {
        if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
            String text = primitive.getAsString();
            try {
                return Decimal.whole(text);
            } catch (NumberFormatException | ArithmeticException tooLargeOrBroken) {
                throw new IllegalArgumentException(
                        "member \"" + name + "\": found another number, expected a whole one of 64 bits");
            }
        }
        throw other(name, element, "a number");
    }

    public static boolean flag(JsonObject json, String name) {
        JsonElement element = json.get(name);
        if (element instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        throw other(name, element, "true or false");
    }

    public static JsonObject object(JsonObject json, String name) {
        return object(name, json.get(name));
    }

    public static JsonObject object(String name, @Nullable JsonElement element) {
        if (element instanceof JsonObject object) {
            return object;
        }
        throw other(name, element, "an object");
    }

    /** An array of these texts, sorted. */
    public static JsonArray array(Collection<String> texts) {
        JsonArray array = new JsonArray(texts.size());
        texts.stream().sorted().forEach(array::add);
        return array;
    }

    public static JsonArray array(String name, @Nullable JsonElement element) {
        if (element instanceof JsonArray array) {
            return array;
        }
        throw other(name, element, "an array");
    }

    /** The id of an entry that is named by the members {@code store} and {@code key}. */
    public static EntryId entryId(JsonObject json) {
        return new EntryId(text(json, "store"), text(json, "key"));
    }

    /** An object with the members {@code store} and {@code key}, which name an entry. */
    public static JsonObject object(EntryId id) {
        JsonObject json = new JsonObject();
        json.addProperty("store", id.store());
        json.addProperty("key", id.key());
        return json;
    }

    private static IllegalArgumentException other(String name, @Nullable JsonElement found, String expected) {
        return new IllegalArgumentException("member \"" + name + "\": found " + kind(found) + ", expected " + expected);
    }

    private static String kind(@Nullable JsonElement element) {
        return switch (element) {
            case null -> "nothing";
            case JsonObject object -> "an object";
            case JsonArray array -> "an array";
            case JsonPrimitive primitive when primitive.isString() -> "text";
            case JsonPrimitive primitive when primitive.isNumber() -> "a number";
            case JsonPrimitive primitive -> "true or false";
            default -> "null";
        };
    }
}
