package dev.datasave.jdbc.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

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
        if (isSecret(base) && base.contains("=")) {
            throw new IllegalArgumentException(
                    "URL: found a password before the question mark, expected ?user=…&password=… or SqlOptions.login");
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

    /** The values of all settings that are passwords. */
    Set<String> secrets() {
        return settings.entrySet().stream()
                .filter(setting ->
                        isSecret(setting.getKey()) && !setting.getValue().isEmpty())
                .map(Map.Entry::getValue)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isSecret(String name) {
        return name.toLowerCase(Locale.ROOT).contains("password");
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
