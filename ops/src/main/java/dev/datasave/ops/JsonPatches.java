package dev.datasave.ops;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.Serial;
import java.io.StringReader;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Carries out JSON patches (RFC 6902) on stored trees. The library knows patches of objects and arrays only, so the tree is put into an object, and each
 * path is lengthened by its name: then a patch may also replace the root, and work on a store whose values are plain texts or numbers.
 */
final class JsonPatches {
    private static final String ROOT = "value";
    /** The operations, and which member each needs besides its path. */
    private static final Map<String, String> OPERATIONS =
            Map.of("add", "value", "remove", "", "replace", "value", "move", "from", "copy", "from", "test", "value");

    private JsonPatches() {}

    /** The patch is one, but not for this data. */
    static final class Unfit extends IllegalArgumentException {
        @Serial
        private static final long serialVersionUID = 1;

        private Unfit(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The tree after the patch.
     *
     * @throws Unfit if the patch doesn't fit the tree
     * @throws IllegalArgumentException if the text is no patch
     */
    static JsonElement apply(String patch, JsonElement tree) {
        JsonObject wrapped =
                read("{\"" + ROOT + "\":" + tree + "}", "stored data").asJsonObject();
        JsonArray steps = steps(patch);
        try {
            JsonObject result = Json.createPatch(steps).apply(wrapped);
            if (!result.containsKey(ROOT)) {
                throw new Unfit(
                        "patch: found that it removes everything, expected data to be left; wipe the profile instead",
                        null);
            }
            return JsonParser.parseString(String.valueOf(result.get(ROOT)));
        } catch (JsonException | ClassCastException | IndexOutOfBoundsException unfit) {
            throw new Unfit("patch: it doesn't fit the data: " + unfit.getMessage(), unfit);
        } catch (JsonParseException deep) {
            throw new Unfit("patch: found more than 255 levels in its result, expected fewer", deep);
        }
    }

    /**
     * Checks that a text is a patch.
     *
     * @throws IllegalArgumentException if it is not
     */
    static void check(String patch) {
        var unused = steps(patch);
    }

    private static JsonArray steps(String patch) {
        JsonValue steps = read(patch, "patch");
        if (steps.getValueType() != JsonValue.ValueType.ARRAY) {
            throw new IllegalArgumentException(
                    "patch: found " + name(steps) + ", expected an array of operations (RFC 6902)");
        }
        JsonArrayBuilder moved = Json.createArrayBuilder();
        for (JsonValue step : steps.asJsonArray()) {
            if (step.getValueType() != JsonValue.ValueType.OBJECT) {
                throw new IllegalArgumentException(
                        "operation of a patch: found " + name(step) + ", expected an object");
            }
            moved.add(underRoot(step.asJsonObject()));
        }
        return moved.build();
    }

    private static JsonObject underRoot(JsonObject step) {
        check(step);
        JsonObjectBuilder moved = Json.createObjectBuilder(step);
        for (String pointer : new String[] {"path", "from"}) {
            if (step.get(pointer) instanceof JsonString path) {
                moved.add(pointer, "/" + ROOT + path.getString());
            }
        }
        return moved.build();
    }

    /** The library tells a wrong operation only when it gets there. */
    private static void check(JsonObject step) {
        String op = step.get("op") instanceof JsonString text ? text.getString() : "";
        String other = OPERATIONS.get(op);
        if (other == null) {
            throw new IllegalArgumentException("operation of a patch: found \"" + op + "\", expected one of "
                    + new TreeSet<>(OPERATIONS.keySet()));
        } else if (!(step.get("path") instanceof JsonString)) {
            throw new IllegalArgumentException("operation of a patch: found " + op + " without a path, expected one");
        } else if (!other.isEmpty() && !step.containsKey(other)) {
            throw new IllegalArgumentException(
                    "operation of a patch: found " + op + " without " + other + ", expected it");
        }
    }

    private static JsonValue read(String text, String what) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException | IllegalStateException malformed) {
            throw new IllegalArgumentException(what + ": found malformed JSON: " + malformed.getMessage(), malformed);
        }
    }

    private static String name(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case TRUE, FALSE -> "true or false";
            case NULL -> "null";
        };
    }
}
