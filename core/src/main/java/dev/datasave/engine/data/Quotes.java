package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.datasave.engine.json.FormatProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a message of the game's code has something of a player's data in it. A value counts as quoted if the message contains it, in capitals or not; a short
 * one, if it is a word of the message.
 */
final class Quotes {
    private static final int SHORT = 4;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}.+-]+|[.](?!\\p{N})|-(?!\\p{N})");

    private Quotes() {}

    /** The message in brackets, with a space before it; empty if there is none, or it quotes the tree, or there is no tree to look at. */
    static String message(Throwable thrown, Supplier<? extends @Nullable JsonElement> tree) {
        String message = thrown.getMessage();
        if (message == null || message.isBlank()) {
            return "";
        }
        JsonElement values;
        try {
            values = tree.get();
        } catch (Throwable unreadable) {
            Problems.unlessOfTheMachine(unreadable);
            return "";
        }
        String line = message.replaceAll("\\s+", " ");
        return values == null || quotes(line, values) ? "" : " (" + FormatProblem.shortened(line) + ")";
    }

    private static boolean quotes(String message, JsonElement tree) {
        String lower = message.toLowerCase(Locale.ROOT);
        List<String> words = BETWEEN_WORDS.splitAsStream(lower).toList();
        return texts(tree, new ArrayList<>()).stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .anyMatch(text -> text.length() < SHORT ? words.contains(text) : lower.contains(text));
    }

    /** All values of a tree but truth values, and the keys, which may be a map's. */
    private static List<String> texts(JsonElement tree, List<String> texts) {
        if (tree instanceof JsonObject object) {
            object.entrySet().forEach(member -> texts(member.getValue(), texts));
        } else if (tree.isJsonArray()) {
            tree.getAsJsonArray().forEach(element -> texts(element, texts));
        } else if (tree instanceof JsonPrimitive value
                && !value.isBoolean()
                && !value.getAsString().isBlank()) {
            texts.add(value.getAsString());
        }
        return texts;
    }
}
