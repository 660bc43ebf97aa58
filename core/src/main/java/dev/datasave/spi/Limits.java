package dev.datasave.spi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits of R10. They are checked when an id, a content or a write is created, so before any I/O. Every message names the place, the length or
 * character that was found, and the limit, never the payload.
 */
public final class Limits {
    /** Bytes of UTF-8 in a store's name. */
    public static final int STORE_BYTES = 100;
    /** Bytes of UTF-8 in a key. */
    public static final int KEY_BYTES = 400;
    /** Bytes of UTF-8 in a value: 4 MiB. */
    public static final int VALUE_BYTES = 4 << 20;
    /** Bytes of UTF-8 in all metadata keys and values together: 4 KiB. */
    public static final int METADATA_BYTES = 4 << 10;
    /** How many user ids an entry can have. */
    public static final int USER_IDS = 100;
    /** Bytes of UTF-8 in one user id. */
    public static final int USER_ID_BYTES = 100;
    /** Bytes of UTF-8 in the {@code system} part: 64 KiB. */
    public static final int SYSTEM_BYTES = 64 << 10;
    /** Bytes of UTF-8 in a holder. */
    public static final int HOLDER_BYTES = 200;
    /** Bytes of UTF-8 in a write id. */
    public static final int WRITE_ID_BYTES = 64;
    /** The most writes in one call. */
    public static final int BATCH = 1000;
    /** How long a tombstone stays before a sweep may remove it (R2). */
    public static final Duration TOMBSTONE_KEPT = Duration.ofDays(30);

    private static final int LONG = 100;

    private Limits() {}

    /**
     * Returns the store's name after checking it.
     *
     * @throws IllegalArgumentException if it breaks R10
     */
    public static String checkStore(String store) {
        return check("store", store, 1, STORE_BYTES);
    }

    /**
     * Returns the key after checking it.
     *
     * @throws IllegalArgumentException if it breaks R10
     */
    public static String checkKey(String key) {
        return check("key", key, 1, KEY_BYTES);
    }

    /**
     * Returns the name of a server after checking it.
     *
     * @throws IllegalArgumentException if it breaks R10
     */
    public static String checkServerName(String name) {
        return check("server name", name, 1, STORE_BYTES);
    }

    /**
     * Returns the user ids after checking them.
     *
     * @throws IllegalArgumentException if they break R10
     */
    public static Set<String> checkUserIds(Set<String> userIds) {
        if (userIds.size() > USER_IDS) {
            throw new IllegalArgumentException(
                    "user ids: found " + userIds.size() + ", expected at most " + USER_IDS + " for one entry");
        }
        userIds.forEach(id -> check("user id", id, 1, USER_ID_BYTES));
        return userIds;
    }

    /**
     * Returns the metadata after checking them.
     *
     * @throws IllegalArgumentException if they break R10
     */
    public static Map<String, String> checkMetadata(Map<String, String> metadata) {
        int bytes = 0;
        for (Map.Entry<String, String> pair : metadata.entrySet()) {
            bytes += bytes("metadata key", pair.getKey());
            bytes += bytes("metadata value of " + quoted(pair.getKey()), pair.getValue());
        }
        if (bytes > METADATA_BYTES) {
            throw new IllegalArgumentException(
                    "metadata: found " + bytes + " bytes of UTF-8, expected at most " + METADATA_BYTES);
        }
        return metadata;
    }

    /** Checks a JSON text. Its escapes are checked too, because databases that parse JSON refuse the characters that they stand for. */
    static @Nullable String checkJson(String what, @Nullable String text, int max) {
        checkNullable(what, text, max);
        if (text != null) {
            checkEscapes(what, text);
        }
        return text;
    }

    private static void checkEscapes(String what, String json) {
        int high = -1; // where an escaped high surrogate ended
        for (int i = json.indexOf('\\'); i >= 0 && i + 1 < json.length(); i = json.indexOf('\\', i)) {
            if (json.charAt(i + 1) != 'u') {
                i += 2;
                continue;
            }
            char c = hex(what, json, i + 2);
            if (c == 0) {
                throw new IllegalArgumentException(
                        what + ": found an escaped U+0000 at index " + i + ", which no storage can keep");
            }
            boolean paired = !Character.isSurrogate(c)
                    || (Character.isLowSurrogate(c) && high == i)
                    || (Character.isHighSurrogate(c)
                            && json.startsWith("\\u", i + 6)
                            && Character.isLowSurrogate(hex(what, json, i + 8)));
            if (!paired) {
                throw new IllegalArgumentException(
                        what + ": found an escaped lone surrogate at index " + i + ", expected well-formed UTF-16");
            }
            i += 6;
            high = Character.isHighSurrogate(c) ? i : -1;
        }
    }

    private static char hex(String what, String json, int from) {
        try {
            return (char) HexFormat.fromHexDigits(json, from, from + 4);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(what + ": found a broken \\u escape at index " + (from - 2), e);
        }
    }

    static @Nullable String checkNullable(String what, @Nullable String text, int max) {
        return text == null ? null : check(what, text, 0, max);
    }

    /**
     * Returns a text after checking its length in bytes of UTF-8 and that it has none of the characters that R10 forbids.
     *
     * @param what what the text is, for the message
     * @throws IllegalArgumentException if the text is null, too short or too long, or has a forbidden character
     */
    public static String check(String what, String text, int min, int max) {
        if (text == null) {
            throw new IllegalArgumentException(what + ": found null, expected text");
        }
        int bytes = bytes(what, text);
        if (bytes < min || bytes > max) {
            String found = bytes == 0 ? "an empty text" : bytes + " bytes of UTF-8";
            throw new IllegalArgumentException(
                    what + ": found " + found + ", expected " + min + " to " + max + " bytes");
        }
        return text;
    }

    /** Whether a long text is all ASCII, and allowed. Encoding it finds that out several times faster than looking at its characters. */
    private static boolean isPlain(String text) {
        return text.length() >= LONG
                && text.indexOf(0) < 0
                && text.getBytes(StandardCharsets.UTF_8).length == text.length();
    }

    /** The length in bytes of UTF-8. Throws at U+0000 and lone surrogates. */
    private static int bytes(String what, String text) {
        if (text == null) {
            throw new IllegalArgumentException(what + ": found null, expected text");
        }
        if (isPlain(text)) {
            return text.length();
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException(
                        what + ": found U+0000 at index " + i + ", which no storage can keep");
            } else if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw new IllegalArgumentException(what + ": found a lone surrogate U+"
                        + Integer.toHexString(c).toUpperCase(Locale.ROOT) + " at index " + i
                        + ", expected well-formed UTF-16");
            }
        }
        return bytes;
    }

    private static String quoted(String text) {
        return '"' + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + '"';
    }
}
