package dev.datasave.importing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** What two trees have in common if they mean the same: databases reorder members and rewrite numbers. A tree that no store takes is refused. */
final class Canonical {
    private static final int BYTES = 16;
    private static final int MOST_LEVELS = 255;
    private static final int MOST_DIGITS = 1000;

    private Canonical() {}

    /**
     * A digest of the meaning, in 32 hexadecimal digits.
     *
     * @throws IllegalArgumentException if it is nested too deeply, or has a number that JSON can't hold
     */
    static String digest(JsonElement tree) {
        StringBuilder text = new StringBuilder();
        append(tree, text, MOST_LEVELS);
        return digest(text.toString());
    }

    static String digest(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static void append(JsonElement tree, StringBuilder text, int levels) {
        if (levels < 0) {
            throw new IllegalArgumentException(
                    "value: found more than " + MOST_LEVELS + " levels, expected at most that many");
        }
        switch (tree) {
            case JsonObject object -> {
                text.append('{');
                new TreeMap<>(object.asMap()).forEach((name, value) -> {
                    text.append(new JsonPrimitive(name)).append(':');
                    append(value, text, levels - 1);
                    text.append(',');
                });
                text.append('}');
            }
            case JsonArray array -> {
                text.append('[');
                array.forEach(value -> {
                    append(value, text, levels - 1);
                    text.append(',');
                });
                text.append(']');
            }
            case JsonNull none -> text.append("null");
            case JsonPrimitive primitive when primitive.isNumber() -> text.append(number(primitive.getAsString()));
            default -> text.append(tree);
        }
    }

    private static String number(String text) {
        if (text.length() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "number: found " + text.length() + " characters, expected at most " + MOST_DIGITS);
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("number: found one that JSON can't hold (NaN or infinite)", e);
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    }
}
