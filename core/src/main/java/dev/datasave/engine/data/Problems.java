package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import dev.datasave.DataSaveException;
import dev.datasave.engine.codec.Located;
import dev.datasave.engine.json.FormatProblem;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words an exception that was thrown while data was worked on. Gson's messages hold values of the data. So only the path and the JSON types are taken
 * from them, and Gson's exceptions are not passed on. What the game's own code threw is passed on as the cause; its message is told where it quotes nothing.
 */
public final class Problems {
    private static final Pattern PATH = Pattern.compile("path (\\$[^\\n]*)");
    private static final Pattern TOKENS = Pattern.compile("Expected (?:an? )?(\\w+) but was (\\w+)");

    private Problems() {}

    public static DataSaveException.InvalidData invalid(String prefix, Throwable thrown) {
        return invalid(prefix, thrown, () -> null);
    }

    /** As {@link #invalid(String, Throwable)}, with the message of what the game's code threw, unless it has something of this tree in it. */
    static DataSaveException.InvalidData invalid(
            String prefix, Throwable thrown, Supplier<? extends @Nullable JsonElement> tree) {
        unlessOfTheMachine(thrown);
        if (thrown instanceof StackOverflowError) {
            return new DataSaveException.InvalidData(
                    prefix + "found a cycle or too many levels, expected a tree", null);
        }
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof FormatProblem problem) {
                return new DataSaveException.InvalidData(prefix + problem.getMessage(), null);
            }
        }
        Located located = locatedIn(thrown);
        Throwable known = located == null ? thrown : located.thrown();
        Throwable cause = ofTheGame(known);
        String place = located == null ? "" : "at " + located.path() + ": ";
        String said = cause == null ? "" : Quotes.message(cause, tree);
        String message = prefix + words(place, known, cause, said);
        return new DataSaveException.InvalidData(
                message, List.of(message), cause, prefix + words(place, known, cause, ""));
    }

    /** Throws an error of the machine on: it is no verdict about data, however the codec has wrapped it. */
    public static void unlessOfTheMachine(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof VirtualMachineError error && !(t instanceof StackOverflowError)) {
                throw error;
            }
        }
    }

    /** Whether it tells that somebody has changed the data while it was read. */
    public static boolean tellsOfAChange(Throwable thrown) {
        Throwable t = thrown;
        while (t != null && !(t instanceof ConcurrentModificationException)) {
            t = t.getCause();
        }
        return t != null;
    }

    private static @Nullable Located locatedIn(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof Located located) {
                return located;
            }
        }
        return null;
    }

    private static String words(String place, Throwable thrown, @Nullable Throwable cause, String said) {
        String message = String.valueOf(thrown.getMessage());
        Matcher path = PATH.matcher(message);
        String at = isGsons(thrown) && path.find() ? "at " + FormatProblem.shortened(path.group(1)) + ": " : place;
        Matcher tokens = TOKENS.matcher(message);
        if (cause != null) {
            return at + "found " + cause.getClass().getName() + " thrown" + said + ", expected a value";
        } else if (tokens.find()) {
            return at + "found " + tokens.group(2) + ", expected " + tokens.group(1);
        }
        return at + "found a value that doesn't fit its type, expected what the data type declares";
    }

    private static @Nullable Throwable ofTheGame(Throwable thrown) {
        Throwable t = thrown;
        while (t != null && isGsons(t) && !(t instanceof ConcurrentModificationException)) {
            t = t.getCause();
        }
        return t;
    }

    /** True if the first code outside the platform that it passed is Gson's. */
    private static boolean isGsons(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String name = frame.getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.")) {
                return name.startsWith("com.google.gson.");
            }
        }
        return false;
    }
}
