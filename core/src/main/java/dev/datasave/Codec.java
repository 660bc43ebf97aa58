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
     * The default codec: Gson for this class. Records, classes, enums, collections, {@code java.time.Instant} and {@code Duration}, {@code UUID} and
     * Gson trees work without any setting. Collections in records come back unmodifiable. NaN and infinity are refused.
     *
     * @throws IllegalArgumentException if Gson can't handle the type
     */
    static <T> Codec<T> gson(Class<T> type) {
        return dev.datasave.engine.codec.GsonCodec.of(type);
    }
}
