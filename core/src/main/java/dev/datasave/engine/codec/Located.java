package dev.datasave.engine.codec;

import com.google.gson.JsonParseException;
import dev.datasave.engine.json.FormatProblem;
import java.io.Serial;

/** What the game's code threw, or the platform, with the place in the data where it did. */
public final class Located extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String path;
    private final transient Throwable thrown;

    Located(String path, Throwable cause) {
        super("at " + path, cause);
        this.path = path;
        this.thrown = cause;
    }

    /** The place, as a JSON path. */
    public String path() {
        return path;
    }

    /** What was thrown there. */
    public Throwable thrown() {
        return thrown;
    }

    /** What to throw for what was thrown while a part of a value was written. */
    static RuntimeException writing(String part, Throwable thrown) {
        return switch (thrown) {
            case FormatProblem problem -> problem.under(part);
            case Located located -> new Located(FormatProblem.under(part, located.path), located.thrown);
            case StackOverflowError endless -> new FormatProblem("$" + part, "a cycle or too many levels", "a tree");
            case VirtualMachineError machine -> throw machine;
            default -> new Located("$" + part, thrown);
        };
    }

    /** What to throw for what was thrown while the value at the path was read. A problem that names its place is left as it is. */
    static RuntimeException reading(String path, Throwable thrown) {
        return switch (thrown) {
            case JsonParseException problem -> problem;
            case Located located -> located;
            case VirtualMachineError machine -> throw machine;
            default -> new Located(path, thrown);
        };
    }
}
