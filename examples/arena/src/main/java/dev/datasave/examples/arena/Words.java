package dev.datasave.examples.arena;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The words behind a command's verb, taken one by one; the first that is wrong makes the whole command wrong. */
final class Words {
    /** The most that one command can earn or pay. */
    static final long MOST = 1_000_000;

    /** So many characters of a wrong word are shown. */
    private static final int SHOWN = 40;

    private final List<String> words;
    private int next;
    private Command.@Nullable Wrong wrong;

    Words(List<String> words) {
        this.words = words;
    }

    int count() {
        return words.size();
    }

    /** The command that was made of the words, or what is wrong with them. */
    Command or(Command command) {
        return wrong != null ? wrong : command;
    }

    String name() {
        return word("bad-name", 32);
    }

    /** An item's id: a name and a number. */
    String item() {
        return word("bad-item", 64);
    }

    private String word(String code, int most) {
        String word = words.get(next++);
        boolean fits = word.codePointCount(0, word.length()) <= most
                && word.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.');
        if (!fits) {
            no(code, "found " + quoted(word) + ", expected 1 to " + most + " letters, digits, '_', '-' and '.'");
        }
        return word;
    }

    long amount() {
        String word = words.get(next++);
        OptionalLong number = number(word);
        if (number.isEmpty() || number.getAsLong() > MOST) {
            no("bad-number", "amount: found " + quoted(word) + ", expected 1 to " + MOST);
            return 0;
        }
        return number.getAsLong();
    }

    /** The number of what is asked for, if it is given. */
    OptionalLong op() {
        if (next == words.size()) {
            return OptionalLong.empty();
        }
        String word = words.get(next++);
        OptionalLong number = number(word);
        if (number.isEmpty()) {
            no("bad-number", "op: found " + quoted(word) + ", expected a positive number");
        }
        return number;
    }

    private static OptionalLong number(String text) {
        return text.matches("[0-9]{1,18}") && Long.parseLong(text) > 0
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    private void no(String code, String message) {
        if (wrong == null) {
            wrong = new Command.Wrong(code, message);
        }
    }

    static String quoted(String word) {
        boolean isShort = word.codePointCount(0, word.length()) <= SHOWN;
        String shown = isShort ? word : word.substring(0, word.offsetByCodePoints(0, SHOWN)) + "…";
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
