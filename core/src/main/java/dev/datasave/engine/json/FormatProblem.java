package dev.datasave.engine.json;

import com.google.gson.JsonParseException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Something is wrong in a tree. The message says what and where; it never holds the payload. */
public final class FormatProblem extends JsonParseException {
    @Serial
    private static final long serialVersionUID = 1;

    private final @Nullable String path;
    private final String words;

    /** A problem of which it is not known where it is. */
    public FormatProblem(String message) {
        this(null, message, (Throwable) null);
    }

    public FormatProblem(String path, String found, String expected) {
        this(path, found, expected, null);
    }

    FormatProblem(String path, String found, String expected, @Nullable Throwable cause) {
        this(path, "found " + found + ", expected " + expected, cause);
    }

    private FormatProblem(@Nullable String path, String words, @Nullable Throwable cause) {
        super(path == null ? words : "at " + shortened(path) + ": " + words, cause);
        this.path = path == null ? null : shortened(path);
        this.words = words;
    }

    /** The same problem in a larger tree, in which the one where it was found is the part of that name: {@code .name} or {@code [0]}. */
    public FormatProblem under(String part) {
        return new FormatProblem(under(part, path), words, getCause());
    }

    /** The path in the larger tree; null is the part itself. */
    public static String under(String part, @Nullable String path) {
        return shortened("$" + part + (path == null ? "" : path.substring(1)));
    }

    public static String shortened(String path) {
        return path.length() <= 200 ? path : path.substring(0, 200) + "…";
    }
}
