package dev.datasave.examples.arena;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** What a player asks for. */
sealed interface Command {
    String USAGE = "join <name> | earn <amount> [<op>] | show | save | stats | help | quit";
    long MOST = 1_000_000;

    record Join(String name) implements Command {}

    record Earn(long amount, OptionalLong op) implements Command {}

    record Show() implements Command {}

    record Save() implements Command {}

    record Stats() implements Command {}

    record Help() implements Command {}

    record Quit() implements Command {}

    /** Nothing that can be done: a word for programs, and the rest for people. */
    record Wrong(String code, String message) implements Command {}

    static Command parse(Lines.Line line) {
        return switch (line) {
            case Lines.Line.Text(var text) ->
                words(Arrays.stream(text.split("[ \t]+", -1))
                        .filter(word -> !word.isEmpty())
                        .toList());
            case Lines.Line.TooLong() ->
                new Wrong("line-too-long", "expected at most " + Lines.LONGEST + " bytes in a line");
            case Lines.Line.NotUtf8() -> new Wrong("not-utf8", "expected a line of UTF-8");
            case Lines.Line.End() -> new Quit();
        };
    }

    private static Command words(List<String> words) {
        String verb = words.isEmpty() ? "help" : words.getFirst();
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        return switch (verb) {
            case "join" -> rest.size() == 1 ? join(rest.getFirst()) : usage("join <name>");
            case "earn" -> rest.size() == 1 || rest.size() == 2 ? earn(rest) : usage("earn <amount> [<op>]");
            case "show" -> rest.isEmpty() ? new Show() : usage("show");
            case "save" -> rest.isEmpty() ? new Save() : usage("save");
            case "stats" -> rest.isEmpty() ? new Stats() : usage("stats");
            case "quit" -> rest.isEmpty() ? new Quit() : usage("quit");
            case "help" -> new Help();
            default -> new Wrong("unknown-command", "found " + quoted(verb) + ", expected " + USAGE);
        };
    }

    private static Command join(String name) {
        boolean fits = name.codePointCount(0, name.length()) <= 32
                && name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
        return fits
                ? new Join(name)
                : new Wrong(
                        "bad-name", "found " + quoted(name) + ", expected 1 to 32 letters, digits, '_', '-' and '.'");
    }

    private static Command earn(List<String> numbers) {
        OptionalLong amount = number(numbers.getFirst());
        if (amount.isEmpty() || amount.getAsLong() > MOST) {
            return new Wrong("bad-number", "amount: found " + quoted(numbers.getFirst()) + ", expected 1 to " + MOST);
        }
        if (numbers.size() == 1) {
            return new Earn(amount.getAsLong(), OptionalLong.empty());
        }
        OptionalLong op = number(numbers.get(1));
        return op.isPresent()
                ? new Earn(amount.getAsLong(), op)
                : new Wrong("bad-number", "op: found " + quoted(numbers.get(1)) + ", expected a positive number");
    }

    private static OptionalLong number(String text) {
        return text.matches("[0-9]{1,18}") && Long.parseLong(text) > 0
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private static Command usage(String expected) {
        return new Wrong("usage", "expected " + expected);
    }

    private static String quoted(String word) {
        String shown = word.length() <= 40 ? word : word.substring(0, 40) + "…";
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
