package dev.datasave.extras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The samples of a scrape, in Prometheus's text format. */
record Scrape(List<Sample> samples, Map<String, String> types) {
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\",?");

    record Sample(String name, Map<String, String> labels, double value) {}

    static Scrape of(String text) {
        List<Sample> samples = new ArrayList<>();
        Map<String, String> types = new TreeMap<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                types.put(words[2], words[3]);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                Matcher found = SAMPLE.matcher(line);
                if (!found.matches()) {
                    throw new IllegalArgumentException("scrape: found " + line + ", expected name{labels} value");
                }
                samples.add(new Sample(found.group(1), labels(found.group(2)), Double.parseDouble(found.group(3))));
            }
        }
        return new Scrape(samples, types);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            Matcher found = LABEL.matcher(text);
            while (found.find()) {
                labels.put(found.group(1), found.group(2));
            }
        }
        return labels;
    }

    Set<String> names() {
        return samples.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The labels that series of a metric have. */
    Set<String> labelsOf(String name) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .flatMap(sample -> sample.labels().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The values that a label of a metric has. */
    Set<String> values(String name, String label) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().containsKey(label))
                .map(sample -> sample.labels().get(label))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The sum of the series that have these labels. */
    double sum(String name, Map<String, String> labels) {
        return samples.stream()
                .filter(sample ->
                        sample.name().equals(name) && sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Sample::value)
                .sum();
    }
}
