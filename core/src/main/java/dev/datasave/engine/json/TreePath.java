package dev.datasave.engine.json;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path from the root of a JSON tree to one of its elements. As text it is, for example, {@code $.pets[2]['a b']}. */
final class TreePath {
    static final TreePath ROOT = new TreePath("$");

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern STEP =
            Pattern.compile("\\.(" + WORD + ")|\\[([0-9]{1,9})]|\\['((?:[^'\\\\]|\\\\.)*+)']", Pattern.DOTALL);

    private final String text;

    private TreePath(String text) {
        this.text = text;
    }

    /** One step of a path. */
    sealed interface Step {}

    /** Into an object. */
    record Member(String name) implements Step {}

    /** Into an array. */
    record Index(int index) implements Step {}

    TreePath member(String name) {
        return new TreePath(text + (WORD.matcher(name).matches() ? "." + name : "['" + escaped(name) + "']"));
    }

    TreePath index(int index) {
        return new TreePath(text + "[" + index + "]");
    }

    @Override
    public String toString() {
        return text;
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ') {
                text.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else if (c == '\'' || c == '\\') {
                text.append('\\').append(c);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** The steps of a path's text. */
    static List<Step> parse(String path) {
        if (!path.startsWith("$")) {
            throw broken(path);
        }
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path);
        int at = 1;
        while (at < path.length()) {
            if (!step.find(at) || step.start() != at) {
                throw broken(path);
            }
            at = step.end();
            if (step.group(1) != null) {
                steps.add(new Member(step.group(1)));
            } else if (step.group(2) != null) {
                steps.add(new Index(Integer.parseInt(step.group(2))));
            } else {
                steps.add(new Member(unescaped(step.group(3), path)));
            }
        }
        return steps;
    }

    private static String unescaped(String text, String path) {
        StringBuilder name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                name.append(c);
            } else if (text.startsWith("u", ++i)) {
                try {
                    name.append((char) HexFormat.fromHexDigits(text, i + 1, i + 5));
                } catch (NumberFormatException | IndexOutOfBoundsException notHex) {
                    throw broken(path);
                }
                i += 4;
            } else {
                name.append(text.charAt(i));
            }
        }
        return name.toString();
    }

    private static IllegalArgumentException broken(String path) {
        return new IllegalArgumentException("path " + FormatProblem.shortened(path)
                + ": found a broken one, expected $ and .name, [index] or ['name']");
    }
}
