package dev.datasave.cassandra;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a page ends: the kind of the query and the place of the last item, as texts with U+0000 between them, which none of them contains. */
final class Cursor {
    private Cursor() {}

    static String of(String kind, String... place) {
        return kind + '\0' + String.join("\0", place);
    }

    /** The place that a cursor stands for; empty without a cursor, where the list starts at its beginning. */
    static List<String> parts(String kind, int parts, @Nullable String cursor) {
        if (cursor == null) {
            return List.of();
        }
        List<String> found = List.of(cursor.split("\0", -1));
        if (found.size() != parts + 1 || !found.getFirst().equals(kind)) {
            throw foreign();
        }
        return found.subList(1, found.size());
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw foreign();
        }
    }

    static String within(String prefix, String place) {
        if (!place.startsWith(prefix)) {
            throw foreign();
        }
        return place;
    }

    private static IllegalArgumentException foreign() {
        return new IllegalArgumentException("cursor: found one of another query, expected what the page before gave");
    }
}
