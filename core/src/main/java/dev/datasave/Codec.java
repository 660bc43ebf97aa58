package dev.datasave;

import com.google.gson.JsonElement;

/**
 * Turns a profile's data into JSON and back. Called from many threads at once, for one profile from one at a time.
 *
 * <p>Decoding what was encoded gives equal data. Data that can't be represented (NaN, a type that the codec doesn't know) must throw,
 * not be left out.
 *
 * @param <T> the data's type
 */
public interface Codec<T> {

    /** The data as a tree; throws if it can't be represented. Keeps no reference to mutable parts of the data. */
    JsonElement encode(T data);

    /** The data of a tree, never null; throws if it doesn't fit. Doesn't change the tree. */
    T decode(JsonElement tree);

    /**
     * The default: Gson on the class. Records, classes, enums, collections, {@code java.time.Instant} and {@code Duration}, {@code UUID} and Gson
     * trees work as they are; collections in records come back unmodifiable; NaN and infinity are refused.
     *
     * @throws IllegalArgumentException if Gson can't handle the type
     */
    static <T> Codec<T> gson(Class<T> type) {
        return dev.datasave.engine.data.GsonCodec.of(type);
    }
}
