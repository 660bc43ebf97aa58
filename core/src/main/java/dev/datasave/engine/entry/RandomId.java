package dev.datasave.engine.entry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the random ids of sessions and writes are kept: 16 characters of a–z and 2–7 are 80 bits, which are a long and an int in the object that has the id. As
 * a string they would take five times as much, for each profile that is loaded.
 */
public final class RandomId {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    /** The characters of an id in the order in which a storage sorts them. */
    public static final String IN_ORDER = "234567abcdefghijklmnopqrstuvwxyz";

    private static final int CHARS = 16;
    private static final int IN_HEAD = 12;
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            VALUES[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private RandomId() {}

    /** The id of 80 bits: five of the first number for each of eight characters, the lowest first, then of the second one. */
    public static String of(long first, long second) {
        char[] text = new char[CHARS];
        for (int i = 0; i < CHARS / 2; i++) {
            text[i] = ALPHABET.charAt((int) (first >>> (5 * i)) & 31);
            text[i + CHARS / 2] = ALPHABET.charAt((int) (second >>> (5 * i)) & 31);
        }
        return new String(text);
    }

    /** Whether the text from there on is such an id: only then it can be kept as two numbers. */
    static boolean is(String text, int from) {
        if (text.length() != from + CHARS) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= VALUES.length || VALUES[c] < 0) {
                return false;
            }
        }
        return true;
    }

    /** The first twelve characters of the id that begins there. */
    static long head(String text, int from) {
        return bits(text, from, IN_HEAD);
    }

    /** The other four. */
    static int tail(String text, int from) {
        return (int) bits(text, from + IN_HEAD, CHARS - IN_HEAD);
    }

    private static long bits(String text, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 5 | VALUES[text.charAt(i)];
        }
        return bits;
    }

    /** What stands before it, and the id. */
    static String text(@Nullable String before, long head, int tail) {
        StringBuilder text = new StringBuilder(before == null ? CHARS : before.length() + CHARS);
        if (before != null) {
            text.append(before);
        }
        add(text, head, IN_HEAD);
        add(text, tail, CHARS - IN_HEAD);
        return text.toString();
    }

    private static void add(StringBuilder text, long bits, int count) {
        for (int i = count - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt((int) (bits >>> (5 * i)) & 31));
        }
    }
}
