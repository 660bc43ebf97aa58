package dev.datasave.engine.codec;

import dev.datasave.engine.json.FormatProblem;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A type that a data type contains, and of which values would not come back as they were. It is found when the store is opened. */
final class RefusedType extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    private final @Nullable String path;
    private final String words;

    RefusedType(String found, String expected) {
        this(null, "found " + found + ", expected " + expected, null);
    }

    private RefusedType(@Nullable String path, String words, @Nullable Throwable cause) {
        super(path == null ? words : "at " + path + ": " + words, cause);
        this.path = path;
        this.words = words;
    }

    /** The problem as seen from the type that has the other as its part of that name: {@code .name}, {@code [*]} or {@code .*}. */
    static RefusedType under(String part, RuntimeException problem) {
        return problem instanceof RefusedType type
                ? new RefusedType(FormatProblem.under(part, type.path), type.words, type.getCause())
                : new RefusedType("$" + part, String.valueOf(problem.getMessage()), problem);
    }
}
