package dev.datasave.tck.checker;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.datasave.spi.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contents of entries. Each is parsed only once, because the entry that one write leaves is the one that the next write finds. */
final class Parsed {
    private final Map<String, Optional<JsonObject>> known = new HashMap<>();

    /** The value; empty if there is none, or it is no JSON object. */
    Optional<JsonObject> value(Entry entry) {
        return parse(entry.content().value());
    }

    /** The engine's part; empty if there is none, or it is no JSON object. */
    Optional<JsonObject> system(Entry entry) {
        return parse(entry.content().system());
    }

    private Optional<JsonObject> parse(@Nullable String text) {
        return text == null ? Optional.empty() : known.computeIfAbsent(text, Parsed::object);
    }

    private static Optional<JsonObject> object(String text) {
        try {
            return Optional.of(JsonParser.parseString(text).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException noObject) {
            return Optional.empty();
        }
    }
}
