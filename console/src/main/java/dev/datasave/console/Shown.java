package dev.datasave.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Texts that may come from players, made harmless for a page: what controls, is invisible, or turns the direction of writing is shown as an escape. Markup is
 * made harmless by the templates, which escape everything.
 */
final class Shown {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    static String text(String raw) {
        if (raw.codePoints().noneMatch(Shown::isHarmful)) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length() + 20);
        raw.codePoints().forEach(c -> {
            if (isHarmful(c)) {
                for (char unit : Character.toChars(c)) {
                    out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** At most that many characters, and an ellipsis. */
    static String text(String raw, int most) {
        if (raw.length() <= most) {
            return text(raw);
        }
        int end = Character.isHighSurrogate(raw.charAt(most - 1)) ? most - 1 : most;
        return text(raw.substring(0, end)) + "…";
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    static String time(Duration span) {
        long seconds = span.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200
                ? seconds / 60 + " min"
                : seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }

    static String bytes(long bytes) {
        return bytes < 10_000
                ? bytes + " bytes"
                : bytes < 1_000_000 ? bytes / 1000 + " kB" : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
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
