package dev.datasave.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rule 6, too: whoever catches what the game's code throws catches everything. Kotlin, Groovy and sneaky throws let checked exceptions out of functions that declare
 * none; one that passes by a {@code catch (RuntimeException | Error e)} leaves what was to follow undone.
 *
 * <p>A text can't show whose code a function is. So the rule asks it of all functions: a {@code try} of the engine in which a function object, a codec or an executor is
 * called has no {@code catch} of {@code RuntimeException}, {@code Exception} or {@code Error} unless it has one of {@code Throwable}. An exception with a name of its
 * own may be caught: who names it knows it.
 */
final class GameCodeRule {
    private static final Set<String> HALF = Set.of("RuntimeException", "Exception", "Error");

    /** The methods of function objects, codecs and executors, and those of the API's own functional interfaces. */
    private static final Set<String> FUNCTIONS = Set.of(
            "apply",
            "applyAsLong",
            "applyAsDouble",
            "applyAsInt",
            "accept",
            "test",
            "run",
            "call",
            "encode",
            "decode",
            "execute",
            "retention",
            "score");

    private GameCodeRule() {}

    static List<Violation> check(Sources sources) {
        List<Violation> found = new ArrayList<>();
        for (Source source : sources.below(FloorPlan.ENGINE)) {
            List<Word> words = source.body();
            for (int i = 0; i < words.size(); i++) {
                if (words.get(i).is("try")) {
                    found.addAll(check(source, words, i));
                }
            }
        }
        return found;
    }

    private static List<Violation> check(Source source, List<Word> words, int tried) {
        int begin = next(words, tried, "{");
        int end = closing(words, begin);
        List<String> caught = new ArrayList<>();
        for (int i = end + 1;
                i < words.size() && words.get(i).is("catch");
                i = closing(words, next(words, i, "{")) + 1) {
            words.subList(i, next(words, i, ")")).forEach(word -> caught.add(word.text()));
        }
        boolean isHalf = caught.stream().anyMatch(HALF::contains) && !caught.contains("Throwable");
        List<Violation> found = new ArrayList<>();
        for (int i = begin; isHalf && i + 2 < end; i++) {
            String name = words.get(i + 1).text();
            boolean isMember = words.get(i).is(".") && words.get(i + 2).is("(");
            boolean isSupplier =
                    name.equals("get") && i + 3 < end && words.get(i + 3).is(")");
            if (isMember && (FUNCTIONS.contains(name) || isSupplier)) {
                found.add(new Violation(
                        6, source.path(), words.get(i).line(), name + " in a try that catches " + caught, "Throwable"));
            }
        }
        return found;
    }

    /** The block of a {@code try} with resources begins behind them: a brace in a resource belongs to a lambda, which none has. */
    private static int next(List<Word> words, int from, String what) {
        int i = from;
        while (!words.get(i).is(what)) {
            i++;
        }
        return i;
    }

    private static int closing(List<Word> words, int opening) {
        int depth = 0;
        for (int i = opening; i < words.size(); i++) {
            depth += words.get(i).is("{") ? 1 : words.get(i).is("}") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalStateException("found no end of a block, expected one");
    }
}
