package dev.datasave.extras;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an expression of Prometheus names: metrics, the labels that it matches, and those that it groups by. It is read by its words, not by its grammar. */
record Promql(List<Selector> selectors, Set<String> groupedBy) {
    private static final Pattern SELECTOR = Pattern.compile("\\b(datasave_\\w+)\\s*(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"\\s*,?\\s*");
    private static final Pattern GROUPS = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

    /** A metric and the labels by which its series are chosen. */
    record Selector(String metric, Map<String, Wanted> labels) {}

    /** What a label is to be. */
    record Wanted(String operator, String value) {
        /** The values that must occur, if they are written out. */
        Stream<String> values() {
            return value.contains("$") || value.isEmpty() ? Stream.empty() : Stream.of(value.split("\\|"));
        }
    }

    static Promql of(String expression) {
        List<Selector> selectors = new ArrayList<>();
        Matcher found = SELECTOR.matcher(expression);
        while (found.find()) {
            selectors.add(new Selector(found.group(1), found.group(2) == null ? Map.of() : labels(found.group(2))));
        }
        Set<String> groups = new LinkedHashSet<>();
        Matcher grouped = GROUPS.matcher(expression);
        while (grouped.find()) {
            for (String label : grouped.group(1).split(",", -1)) {
                groups.add(label.strip());
            }
        }
        return new Promql(selectors, groups);
    }

    private static Map<String, Wanted> labels(String text) {
        Map<String, Wanted> labels = new TreeMap<>();
        Matcher found = MATCHER.matcher(text);
        int end = 0;
        while (found.find() && found.start() == end) {
            labels.put(found.group(1), new Wanted(found.group(2), found.group(3)));
            end = found.end();
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("matchers: found {" + text + "}, expected name=\"value\" and commas");
        }
        return labels;
    }

    /** The labels that a legend or an annotation shows. */
    static Set<String> shown(String text) {
        Set<String> labels = new LinkedHashSet<>();
        Matcher found = LABEL.matcher(text);
        while (found.find()) {
            labels.add(found.group(1));
        }
        return labels;
    }
}
