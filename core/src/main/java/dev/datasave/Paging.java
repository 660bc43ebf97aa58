package dev.datasave;

import dev.datasave.spi.Page;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a longer answer, and how much of it.
 *
 * @param size how many items at most, 1 to 1,000
 * @param cursor where to go on, as the page before says; empty = at the beginning
 */
public record Paging(int size, Optional<String> cursor) {

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is not 1 to 1,000
     */
    public Paging {
        if (size < 1 || size > 1000) {
            throw new IllegalArgumentException("size of a page: found " + size + ", expected 1 to 1000");
        }
        Objects.requireNonNull(cursor, "cursor");
    }

    /** The first page, with so many items at most. */
    public static Paging first(int size) {
        return new Paging(size, Optional.empty());
    }

    /**
     * The page after one of the same query; the first one where the cursor is null.
     *
     * @param next {@link Page#next()} of that page
     */
    public Paging after(@Nullable String next) {
        return new Paging(size, Optional.ofNullable(next));
    }
}
