package dev.datasave.engine.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a storable text of a tree that no storage can keep (R10), so that an operator can see what was in it. A number that is not finite becomes its name, a
 * character that can't be kept its escape, and where the whole is too long, the longest texts become their length. What could not be read is as it was last.
 */
public final class Salvage {
    /** Stands in a tree for a member that could not be read. No storable text is the same. */
    public static final JsonPrimitive UNREAD = new JsonPrimitive("\0not read\uffff");

    private static final int LONGEST = 1 << 20;
    private static final int SHORTEST = 64;

    private Salvage() {}

    /** The text, of at most so many bytes in UTF-8; empty if even what is left of it is too long. */
    public static Optional<String> text(JsonElement tree, int mostBytes) {
        for (int longest = LONGEST; longest >= SHORTEST; longest /= 4) {
            String text = JsonText.write(of(tree, longest));
            if (text.getBytes(StandardCharsets.UTF_8).length <= mostBytes) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /** Whether a member of the tree could not be read. */
    public static boolean hasUnread(JsonElement tree) {
        return switch (tree) {
            case JsonObject object -> object.entrySet().stream().anyMatch(member -> hasUnread(member.getValue()));
            case JsonArray array -> {
                boolean has = false;
                for (JsonElement element : array) {
                    has |= hasUnread(element);
                }
                yield has;
            }
            default -> tree.equals(UNREAD);
        };
    }

    /** The tree with each member that could not be read as it was last: as it stands in that tree, which is older; left out where it does not. */
    public static JsonElement completed(JsonElement tree, @Nullable JsonElement older) {
        return switch (tree) {
            case JsonObject object -> {
                JsonObject copy = new JsonObject();
                object.entrySet().forEach(member -> {
                    JsonElement before = older instanceof JsonObject known ? known.get(member.getKey()) : null;
                    JsonElement now = member.getValue().equals(UNREAD) ? before : completed(member.getValue(), before);
                    if (now != null) {
                        copy.add(member.getKey(), now);
                    }
                });
                yield copy;
            }
            case JsonArray array -> {
                JsonArray copy = new JsonArray(array.size());
                array.forEach(element -> copy.add(completed(element, null)));
                yield copy;
            }
            default -> tree;
        };
    }

    private static JsonElement of(JsonElement tree, int longest) {
        return switch (tree) {
            case JsonObject object -> {
                JsonObject copy = new JsonObject();
                object.entrySet()
                        .forEach(member -> copy.add(text(member.getKey(), longest), of(member.getValue(), longest)));
                yield copy;
            }
            case JsonArray array -> {
                JsonArray copy = new JsonArray(array.size());
                array.forEach(element -> copy.add(of(element, longest)));
                yield copy;
            }
            case JsonPrimitive primitive
            when JsonText.isNotFinite(primitive) ->
                new JsonPrimitive(primitive.getAsNumber().toString());
            case JsonPrimitive primitive
            when primitive.isString() -> new JsonPrimitive(text(primitive.getAsString(), longest));
            default -> tree;
        };
    }

    private static String text(String text, int longest) {
        if (text.length() > longest) {
            return "(" + text.length() + " characters, left out)";
        }
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (JsonText.isStorable(c)) {
                storable.appendCodePoint(c);
            } else {
                storable.append("\\u%04x".formatted(c));
            }
        });
        return storable.toString();
    }
}
