package dev.datasave.engine.json;

import com.google.gson.JsonParseException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Something is wrong in a tree. The message says what and where; it never holds the payload. */
public final class FormatProblem extends JsonParseException {
    @Serial
    private static final long serialVersionUID = 1;

    public FormatProblem(String message) {
        super(message);
    }

    public FormatProblem(String path, String found, String expected) {
        this(path, found, expected, null);
    }

    FormatProblem(String path, String found, String expected, @Nullable Throwable cause) {
        super("at " + shortened(path) + ": found " + found + ", expected " + expected, cause);
    }

    public static String shortened(String path) {
        return path.length() <= 200 ? path : path.substring(0, 200) + "…";
    }
}
