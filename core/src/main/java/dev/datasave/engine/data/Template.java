package dev.datasave.engine.data;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What new data is made from.
 *
 * @param make makes the data of the profile of that key
 * @param isKeyed whether it looks at the key
 */
public record Template<T>(Function<String, ? extends T> make, boolean isKeyed) {

    public static <T> Template<T> of(Supplier<? extends T> make) {
        return new Template<>(key -> make.get(), false);
    }

    public static <T> Template<T> ofKey(Function<String, ? extends T> make) {
        return new Template<>(make, true);
    }
}
