package dev.datasave.cli.ops;

import java.util.Locale;

/**
 * Texts that may come from players, made harmless for a terminal: what controls it, or turns the direction of writing, is shown as an escape. Letters of any
 * script stay as they are.
 */
final class Harmless {
    private Harmless() {}

    /** For a human: on one line. */
    static String text(String raw) {
        return escaped(raw, false);
    }

    /** For a human, at most that many characters. */
    static String text(String raw, int most) {
        String shown = text(raw);
        return shown.codePointCount(0, shown.length()) <= most
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, most - 1)) + "…";
    }

    /** As an argument for a POSIX shell; a cursor may hold what a key holds. */
    static String shell(String raw) {
        boolean isPlain = raw.codePoints().noneMatch(Harmless::isHarmful);
        return isPlain
                ? "'" + raw.replace("'", "'\\''") + "'"
                : "(see --json: it has characters that a terminal can't show)";
    }

    /** JSON that means the same: outside of its texts there is nothing to escape but line ends, which stay. */
    static String json(String json) {
        return escaped(json, true);
    }

    private static String escaped(String raw, boolean isJson) {
        StringBuilder out = new StringBuilder(raw.length());
        raw.codePoints().forEach(c -> {
            if (!isHarmful(c) || (isJson && c == '\n')) {
                out.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            }
        });
        return out.toString();
    }

    private static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
