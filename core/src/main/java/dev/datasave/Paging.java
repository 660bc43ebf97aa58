package dev.datasave;

import dev.datasave.spi.Page;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a longer result to return, and how many items.
 *
 * @param size the most items on the page, 1 to 1,000
 * @param cursor where the page begins, from {@link Page#next()} of the page before; empty = at the beginning
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

    /** The first page, with at most this many items. */
    public static Paging first(int size) {
        return new Paging(size, Optional.empty());
    }

    /**
     * The page that follows another page of the same query; the first page if the cursor is null.
     *
     * @param next {@link Page#next()} of that page
     */
    public Paging after(@Nullable String next) {
        return new Paging(size, Optional.ofNullable(next));
    }
}
