package dev.datasave.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of the console's own pages. What comes from players stands in the query, percent-encoded, never in the path. */
final class Href {
    private Href() {}

    /** A path, and names and values in turn; empty values are left out. */
    static String to(String path, Object... query) {
        StringBuilder link = new StringBuilder(path);
        char before = '?';
        for (int i = 0; i < query.length; i += 2) {
            String value = String.valueOf(query[i + 1]);
            if (!value.isEmpty()) {
                link.append(before)
                        .append(query[i])
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                before = '&';
            }
        }
        return link.toString();
    }

    static String profile(String store, String key) {
        return to("/profile", "store", store, "key", key);
    }

    static String person(String userId) {
        return to("/person", "user", userId);
    }
}
