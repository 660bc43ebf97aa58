package dev.datasave.jdbc.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A JDBC URL in two parts, so that our own settings can replace the user's, and nothing secret is shown.
 *
 * @param base everything before the question mark; contains no password
 * @param settings what stands behind it, by name
 */
public record JdbcUrl(String base, Map<String, String> settings) {

    /**
     * Takes a URL apart.
     *
     * @throws IllegalArgumentException if a password stands in the wrong place
     */
    public static JdbcUrl parse(String url) {
        int mark = url.indexOf('?');
        String base = mark < 0 ? url : url.substring(0, mark);
        int at = base.lastIndexOf('@');
        if (at >= 0) {
            throw new IllegalArgumentException("URL ending in " + base.substring(at)
                    + ": found a user before the host, expected ?user=…&password=… or SqlOptions.login");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String each : mark < 0 ? new String[0] : url.substring(mark + 1).split("&")) {
            int sign = each.indexOf('=');
            if (!each.isEmpty()) {
                settings.put(
                        sign < 0 ? each : each.substring(0, sign), sign < 0 ? "" : decoded(each.substring(sign + 1)));
            }
        }
        return new JdbcUrl(base, settings);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // a lone percent sign: the driver says what it thinks of it
        }
    }

    /** The settings as properties. */
    public Properties properties() {
        Properties properties = new Properties();
        settings.forEach(properties::setProperty);
        return properties;
    }

    /** Without the settings, among which a password can be. */
    @Override
    public String toString() {
        return base;
    }
}
