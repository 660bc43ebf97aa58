package dev.datasave.ops;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Page;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the engine's own entries look like, as far as this library reads them. A part that can't be read counts as missing. */
final class StoredForms {
    static final String LEASES = "~lease";
    static final String CLAIMS = "~claim";
    static final String MESSAGES = "~message";
    static final String ORPHANS = "~orphan";
    static final String RECEIPTS = "~receipt";
    static final String AUDIT = "~audit";

    private StoredForms() {}

    /** The hash that stands for a profile's id in keys of the engine. */
    static String hash(EntryId profile) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((profile.store() + '\0' + profile.key()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The server's part of a holder. */
    static Optional<String> incarnation(@Nullable String holder) {
        if (holder == null || holder.startsWith("inbox:") || holder.startsWith("mail:")) {
            return Optional.empty();
        }
        int slash = holder.indexOf('/');
        return Optional.of(slash < 0 ? holder : holder.substring(0, slash));
    }

    /** The value of an entry, if it is a JSON object. */
    static JsonObject object(Entry entry) {
        return entry.isDamaged() ? new JsonObject() : object(entry.content().value());
    }

    /** The engine's own part of an entry. */
    static JsonObject system(Entry entry) {
        return entry.isDamaged() ? new JsonObject() : object(entry.content().system());
    }

    private static JsonObject object(@Nullable String text) {
        try {
            return text != null && JsonParser.parseString(text) instanceof JsonObject object
                    ? object
                    : new JsonObject();
        } catch (JsonParseException foreign) {
            return new JsonObject();
        }
    }

    /**
     * The tree of a stored text, read as strictly as servers do.
     *
     * @throws JsonParseException if it is not exactly one JSON value of at most 255 levels
     */
    static JsonElement parse(String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement tree = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("found more after the end of the value");
            }
            return tree;
        } catch (IOException malformed) {
            throw new JsonParseException(malformed);
        }
    }

    static String text(JsonObject json, String name, String otherwise) {
        return json.get(name) instanceof JsonPrimitive text && text.isString() ? text.getAsString() : otherwise;
    }

    static long number(JsonObject json, String name) {
        return number(json.get(name));
    }

    static long number(@Nullable JsonElement found) {
        try {
            return found instanceof JsonPrimitive number && number.isNumber()
                    ? number.getAsBigDecimal().longValue()
                    : 0;
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }

    /** Whether servers own the entry: it was loaded at least once. */
    static boolean isProfile(Entry entry) {
        return number(system(entry), "loads") > 0;
    }

    /** The key to which the profile of this entry was moved, if it was. */
    static Optional<String> movedTo(Entry entry) {
        return entry.isTombstone() && system(entry).get("moved") instanceof JsonObject moved && moved.has("to")
                ? Optional.of(text(moved, "to", ""))
                : Optional.empty();
    }

    /** All entries that a query finds, over all pages. */
    static void each(Storage storage, EntryQuery query, Consumer<Entry> step) {
        Page<Entry> page = storage.list(query);
        page.items().forEach(step);
        while (page.next() != null) {
            page = storage.list(query.from(page.next()));
            page.items().forEach(step);
        }
    }
}
