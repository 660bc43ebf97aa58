package dev.datasave;

import com.google.gson.JsonElement;

/**
 * Turns a profile's data into JSON and back. It is called from many threads at once, but for any one profile from one thread at a time.
 *
 * <p>Decoding an encoded tree gives equal data. A codec must throw at data that it can't represent (NaN, an unknown type), and must not leave it out.
 *
 * @param <T> the data's type
 */
public interface Codec<T> {

    /** Encodes the data as a tree; throws if it can't be represented. The tree shares no mutable part with the data. */
    JsonElement encode(T data);

    /** Decodes the data from a tree; never null. Throws if the tree doesn't fit the type, and never changes the tree. */
    T decode(JsonElement tree);

    /**
     * The default codec: Gson's format for this class. Records, classes, enums, collections, maps, arrays, optionals, numbers, {@code java.time}, {@code UUID} and
     * Gson trees work without any setting. Collections in records come back unmodifiable.
     *
     * <p>Everything comes back exactly as it was, or is refused: NaN and infinity, objects of a subclass, collections with a comparator, and whatever else the
     * declared types don't tell. {@code encode} then throws an exception that names the JSON path. A member that is declared as {@code Object} may hold a {@code
     * String}, {@code Boolean}, {@code Long} or {@code Double}, or a list or map of them. The project's {@code docs/data.md} has a table of all types.
     *
     * @throws IllegalArgumentException if the class contains a type of which no value would come back; names the JSON path
     */
    static <T> Codec<T> gson(Class<T> type) {
        return dev.datasave.engine.codec.GsonCodec.of(type);
    }
}
