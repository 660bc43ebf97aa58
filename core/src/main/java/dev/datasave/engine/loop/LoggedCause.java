package dev.datasave.engine.loop;

import dev.datasave.DataSaveException;
import java.io.Serial;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown, as the log shows it: classes, places and stacks. Of messages it has those of DataSave, which quote nothing, and those of a storage and its driver.
 * What the game's code says may quote a player's data, so it is left out; the listener is given the exception itself.
 */
@SuppressWarnings("OverrideThrowableToString") // its message begins with the name of the class that it shows
public final class LoggedCause extends Throwable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int DEEPEST = 20;

    private final String kind;

    private LoggedCause(String text, @Nullable LoggedCause cause, StackTraceElement[] stack, String kind) {
        super(text, cause, false, true);
        setStackTrace(stack);
        this.kind = kind;
    }

    /** As the log shows what may come from the game's code. */
    public static LoggedCause of(Throwable thrown) {
        return of(thrown, false, DEEPEST);
    }

    /** As the log shows what comes from a storage, or from files. */
    public static LoggedCause ofStorage(Throwable thrown) {
        return of(thrown, true, DEEPEST);
    }

    private static LoggedCause of(Throwable thrown, boolean isStorages, int depth) {
        boolean below =
                thrown instanceof DataSaveException ? thrown instanceof DataSaveException.StorageFailed : isStorages;
        Throwable next = thrown.getCause();
        LoggedCause cause = next == null || depth == 0 ? null : of(next, below, depth - 1);
        String kind = cause != null ? cause.kind : kindOf(thrown);
        return new LoggedCause(text(thrown, isStorages), cause, thrown.getStackTrace(), kind);
    }

    private static String text(Throwable thrown, boolean isStorages) {
        String name = thrown.getClass().getName();
        if (thrown instanceof DataSaveException.InvalidData invalid) {
            return name + ": " + invalid.withoutQuotes();
        } else if (thrown.getMessage() == null || isStorages || isOurs(thrown)) {
            return thrown.toString();
        }
        return name + " (what it says is not logged, because it may quote a player's data; DataSaveListener is told)";
    }

    private static boolean isOurs(Throwable thrown) {
        return thrown instanceof DataSaveException || thrown.getClass() == Transitions.UnexpectedEvent.class;
    }

    /** Class and place, and what DataSave says where that tells one cause from another. */
    private static String kindOf(Throwable root) {
        String words = root instanceof DataSaveException ? ": " + text(root, false) : "";
        List<StackTraceElement> trace = List.of(root.getStackTrace());
        return root.getClass().getName()
                + words
                + Stream.concat(trace.stream().filter(frame -> !isPlatforms(frame)), trace.stream())
                        .findFirst()
                        .map(frame -> " at " + frame.getClassName() + "." + frame.getMethodName())
                        .orElse("");
    }

    private static boolean isPlatforms(StackTraceElement frame) {
        return frame.getClassName().startsWith("java.") || frame.getClassName().startsWith("jdk.");
    }

    /** The innermost cause: class, place, and what tells it from others. */
    String kind() {
        return kind;
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
