package dev.datasave.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A row or a column of outcomes in the documentation, as a {@code switch} without {@code default}. Each name in code style is a case, and what stands in
 * its parentheses is asked of the outcome. What stands behind "because" are the cases of the last outcome's only component. So the compiler refuses an
 * outcome that is missing, one that does not exist, and a component of another name.
 *
 * @param where where it stands
 * @param type the outcome's type
 * @param text the names, each between backticks
 */
record OutcomeTable(String where, Class<?> type, String text) {
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*)(?:\\(([^)]*)\\))?`");
    private static final String BECAUSE = " because ";

    @Override
    public String toString() {
        return where;
    }

    /** The cells of the table's lines that begin with the given text, without the heading. */
    static List<List<String>> rows(String page, String heading) {
        List<String> lines = page.lines().toList();
        int at = lines.indexOf(heading);
        if (at < 0) {
            throw new AssertionError("there is no table \"" + heading + "\"");
        }
        return lines.subList(at + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .map(cells -> cells.subList(1, cells.size()))
                .toList();
    }

    /** The type behind the last outcome's only component, where the text says because of what. */
    Optional<Class<?>> cause() {
        if (!text.contains(BECAUSE)) {
            return Optional.empty();
        }
        List<Class<?>> components = Arrays.stream(type.getPermittedSubclasses())
                .filter(outcome -> outcome.getSimpleName().equals(last(names(text.split(BECAUSE, 2)[0]))))
                .flatMap(outcome -> Arrays.stream(outcome.getRecordComponents()))
                .<Class<?>>map(component -> component.getType())
                .toList();
        if (components.size() != 1) {
            throw new AssertionError(where + ": what is before \"because\" has not one component");
        }
        return Optional.of(components.getFirst());
    }

    /** The class that compiles if, and only if, the text names each outcome once and no other. */
    String source() {
        String name = type.getCanonicalName() + (type.getTypeParameters().length == 0 ? "" : "<Object>");
        return "class Exhaustive {\n    static int of(" + name + " found) {\n        return switch (found) {\n"
                + String.join("", cases()) + "        };\n    }\n}\n";
    }

    private List<String> cases() {
        List<String> cases = new ArrayList<>();
        String[] parts = text.split(BECAUSE, 2);
        List<Map.Entry<String, List<String>>> outcomes = names(parts[0]);
        for (Map.Entry<String, List<String>> outcome :
                cause().isEmpty() ? outcomes : outcomes.subList(0, outcomes.size() - 1)) {
            cases.add(type.isEnum() ? constant(outcome) : pattern(named(type, outcome.getKey()) + " one", outcome));
        }
        cause().ifPresent(reason -> names(parts[1])
                .forEach(why -> cases.add(
                        pattern(named(type, last(outcomes)) + "(" + named(reason, why.getKey()) + " one)", why))));
        return cases;
    }

    private static String last(List<Map.Entry<String, List<String>>> outcomes) {
        return outcomes.getLast().getKey();
    }

    private static String constant(Map.Entry<String, List<String>> outcome) {
        return "            case " + outcome.getKey() + " -> 0;\n";
    }

    private static String pattern(String pattern, Map.Entry<String, List<String>> outcome) {
        String asked = outcome.getValue().stream()
                .map(component -> "                var _" + component + " = one." + component + "();\n")
                .collect(joining());
        return "            case " + pattern + " -> {\n" + asked + "                yield 0;\n            }\n";
    }

    private static String named(Class<?> sealed, String outcome) {
        return sealed.getCanonicalName() + "." + outcome + (sealed.getTypeParameters().length == 0 ? "" : "<Object>");
    }

    private static List<Map.Entry<String, List<String>>> names(String text) {
        return NAME.matcher(text)
                .results()
                .map(name -> Map.entry(
                        name.group(1),
                        Stream.ofNullable(name.group(2))
                                .flatMap(components -> Arrays.stream(components.split(", *")))
                                .toList()))
                .toList();
    }
}
