package dev.datasave.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a longer result.
 *
 * @param items at most as many as the query's limit
 * @param next the cursor for the next page, or null after the last; opaque, valid for the same query only
 * @param <T> the type of the items
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** Copies the list. */
    public Page {
        items = List.copyOf(items);
    }
}
