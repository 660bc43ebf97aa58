package dev.datasave.engine.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * JSON text to trees and back, stricter than Gson: one value, by RFC 8259, no name twice in an object, no NaN, and nothing
 * deeper than {@link #MAX_DEPTH}, so that whatever was written can be read again. Numbers keep their digits.
 */
public final class JsonText {
    /** The most levels of objects and arrays: as many as Gson's reader allows. */
    public static final int MAX_DEPTH = 255;

    /** The most characters of a number: a little less than Gson's reader allows. */
    public static final int MAX_NUMBER = 1000;

    private static final String ROOT = "$";

    private JsonText() {}

    /**
     * The tree of a text.
     *
     * @throws FormatProblem if it is not exactly one JSON value
     */
    public static JsonElement parse(String json) {
        return parse(json, MAX_DEPTH);
    }

    /** The tree of a text of up to that many levels. */
    public static JsonElement parse(String json, int maxDepth) {
        try (JsonReader in = new JsonReader(new StringReader(json))) {
            in.setStrictness(Strictness.STRICT);
            in.setNestingLimit(maxDepth);
            JsonElement tree = parse(in);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new FormatProblem(ROOT, "more after the end of the value", "one JSON value");
            }
            return tree;
        } catch (MalformedJsonException | JsonSyntaxException e) { // its message may quote the text
            boolean deep = String.valueOf(e.getMessage()).startsWith("Nesting limit");
            String found = deep ? "more than " + maxDepth + " levels" : "malformed JSON";
            throw new FormatProblem(ROOT, found, "one JSON value");
        } catch (IOException e) {
            throw new FormatProblem(ROOT, "an incomplete text of " + json.length() + " characters", "one JSON value");
        }
    }

    private static JsonElement parse(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> {
                JsonObject object = new JsonObject();
                in.beginObject();
                while (in.hasNext()) {
                    String name = in.nextName();
                    if (object.has(name)) {
                        throw new FormatProblem(in.getPath(), "the name twice", "each name once in an object");
                    }
                    object.add(name, parse(in));
                }
                in.endObject();
                yield object;
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                in.beginArray();
                while (in.hasNext()) {
                    array.add(parse(in));
                }
                in.endArray();
                yield array;
            }
            default -> JsonParser.parseReader(in);
        };
    }

    /** The compact text of a tree, with the JSON nulls that are in it. */
    public static String write(JsonElement tree) {
        TextWriter out = new TextWriter(1024);
        try {
            write(out, tree, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            String path = find(tree, JsonText::isNotFinite);
            throw path == null ? e : notFinite(path);
        }
        return out.text();
    }

    /** A tree as a part of a longer text. */
    public static void write(JsonWriter out, JsonElement tree) throws IOException {
        write(out, tree, 0);
    }

    private static void write(JsonWriter out, JsonElement tree, int depth) throws IOException {
        if (depth >= MAX_DEPTH && !tree.isJsonPrimitive() && !tree.isJsonNull()) {
            throw tooDeep();
        }
        switch (tree) {
            case JsonObject object -> {
                out.beginObject();
                for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                    out.name(member.getKey());
                    write(out, member.getValue(), depth + 1);
                }
                out.endObject();
            }
            case JsonArray array -> {
                out.beginArray();
                for (JsonElement element : array) {
                    write(out, element, depth + 1);
                }
                out.endArray();
            }
            case JsonPrimitive primitive when primitive.isNumber() -> write(out, primitive.getAsNumber());
            case JsonPrimitive primitive when primitive.isBoolean() -> out.value(primitive.getAsBoolean());
            case JsonPrimitive primitive -> out.value(primitive.getAsString());
            default -> out.nullValue();
        }
    }

    /** Writes the number in a way that Gson can read. */
    private static void write(JsonWriter out, Number number) throws IOException {
        if (out instanceof TextWriter) {
            out.value(number);
            return;
        }
        String text = number.toString();
        if (text.length() > MAX_NUMBER) {
            throw tooLong(text);
        }
        if (Decimal.isMisread(text)) {
            out.jsonValue(Decimal.scientific(text));
        } else {
            out.value(number);
        }
    }

    static FormatProblem tooDeep() {
        return new FormatProblem(ROOT, "a cycle or more than " + MAX_DEPTH + " levels", "a tree of fewer");
    }

    static FormatProblem tooLong(String number) {
        return new FormatProblem(
                ROOT, "a number of " + number.length() + " characters", "numbers of at most " + MAX_NUMBER);
    }

    public static FormatProblem notFinite(String path) {
        return new FormatProblem(path, "NaN or an infinity", "a finite number");
    }

    public static boolean isNotFinite(JsonElement element) {
        return element instanceof JsonPrimitive primitive
                && primitive.isNumber()
                && (primitive.getAsNumber() instanceof Double || primitive.getAsNumber() instanceof Float)
                && !Double.isFinite(primitive.getAsDouble());
    }

    /** True for a text that no storage can keep (R10). */
    public static boolean isNotStorable(JsonElement element) {
        return element instanceof JsonPrimitive primitive
                && primitive.isString()
                && isNotStorable(primitive.getAsString());
    }

    private static boolean isNotStorable(String text) {
        return !text.codePoints().allMatch(JsonText::isStorable);
    }

    /** Whether a storage can keep a text with that code point: neither U+0000 nor half of a pair. */
    static boolean isStorable(int codePoint) {
        return codePoint != 0 && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }

    /** The path of the first element that the test accepts, or of a member whose name no storage can keep; null if there is none. */
    public static @Nullable String find(JsonElement tree, Predicate<JsonElement> test) {
        return find(tree, test, ROOT);
    }

    private static @Nullable String find(JsonElement tree, Predicate<JsonElement> test, String path) {
        String found = test.test(tree) ? path : null;
        if (tree instanceof JsonObject object) {
            for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                if (found != null) {
                    return found;
                }
                found = isNotStorable(member.getKey())
                        ? path + ", a member's name"
                        : find(member.getValue(), test, path + "." + member.getKey());
            }
        } else if (tree instanceof JsonArray array) {
            for (int i = 0; i < array.size() && found == null; i++) {
                found = find(array.get(i), test, path + "[" + i + "]");
            }
        }
        return found;
    }

    /** True if the texts mean the same: members in any order, numbers by value. */
    public static boolean same(String a, String b) {
        return a.equals(b) || same(parse(a), parse(b));
    }

    /** True if the trees mean the same: members in any order, numbers by value. */
    @SuppressWarnings("ReferenceEquality") // a short cut
    public static boolean same(JsonElement a, JsonElement b) {
        if (a == b) {
            return true;
        }
        return switch (a) {
            case JsonObject object -> b instanceof JsonObject other && sameMembers(object, other);
            case JsonArray array -> b instanceof JsonArray other && sameElements(array, other);
            case JsonPrimitive primitive
            when primitive.isNumber() ->
                b instanceof JsonPrimitive other && other.isNumber() && sameNumber(primitive, other);
            default -> a.equals(b);
        };
    }

    private static boolean sameMembers(JsonObject a, JsonObject b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<String, JsonElement> member : a.entrySet()) {
            JsonElement other = b.get(member.getKey());
            if (other == null || !same(member.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameElements(JsonArray a, JsonArray b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameNumber(JsonPrimitive a, JsonPrimitive b) {
        return Decimal.same(a.getAsString(), b.getAsString());
    }
}
