package dev.datasave.examples.arena;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** A player's command. An op is a number that only grows; a command without one gets the next number. */
sealed interface Command {
    String USAGE = "join <name> | earn <amount> [<op>] | find [<op>] | inventory | pay <name> <amount> [<op>]"
            + " | trade <name> <your item> <their item> [<op>] | gift <name> <item> [<op>]"
            + " | show | save | stats | help | quit";

    record Join(String name) implements Command {}

    record Earn(long amount, OptionalLong op) implements Command {}

    record Find(OptionalLong op) implements Command {}

    record Inventory() implements Command {}

    record Pay(String to, long amount, OptionalLong op) implements Command {}

    record Trade(String with, String give, String get, OptionalLong op) implements Command {}

    record Give(String to, String item, OptionalLong op) implements Command {}

    record Show() implements Command {}

    record Save() implements Command {}

    record Stats() implements Command {}

    record Help() implements Command {}

    record Quit() implements Command {}

    /** A wrong command: a code for programs, and a message for people. */
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
        Words rest = new Words(words.subList(Math.min(1, words.size()), words.size()));
        return switch (verb) {
            case "join" -> made(rest, 1, 1, "join <name>", w -> new Join(w.name()));
            case "earn" -> made(rest, 1, 2, "earn <amount> [<op>]", w -> new Earn(w.amount(), w.op()));
            case "find" -> made(rest, 0, 1, "find [<op>]", w -> new Find(w.op()));
            case "inventory" -> made(rest, 0, 0, "inventory", w -> new Inventory());
            case "pay" -> made(rest, 2, 3, "pay <name> <amount> [<op>]", w -> new Pay(w.name(), w.amount(), w.op()));
            case "trade" ->
                made(
                        rest,
                        3,
                        4,
                        "trade <name> <your item> <their item> [<op>]",
                        w -> new Trade(w.name(), w.item(), w.item(), w.op()));
            case "gift" -> made(rest, 2, 3, "gift <name> <item> [<op>]", w -> new Give(w.name(), w.item(), w.op()));
            case "show" -> made(rest, 0, 0, "show", w -> new Show());
            case "save" -> made(rest, 0, 0, "save", w -> new Save());
            case "stats" -> made(rest, 0, 0, "stats", w -> new Stats());
            case "quit" -> made(rest, 0, 0, "quit", w -> new Quit());
            case "help" -> new Help();
            default -> new Wrong("unknown-command", "found " + Words.quoted(verb) + ", expected " + USAGE);
        };
    }

    private static Command made(Words rest, int least, int most, String usage, Function<Words, Command> maker) {
        return rest.count() < least || rest.count() > most
                ? new Wrong("usage", "expected " + usage)
                : rest.or(maker.apply(rest));
    }
}
