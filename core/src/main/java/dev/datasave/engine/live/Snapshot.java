package dev.datasave.engine.live;

import dev.datasave.engine.entry.Meta;
import org.jspecify.annotations.Nullable;

/**
 * A profile's state at one moment, frozen and encoded.
 *
 * @param data the data itself if it is immutable; else null
 * @param text the encoded value; null if nothing had changed
 * @param isChanged whether anything differs from the newest revision known to be stored
 * @param meta the meta that is saved beside the data
 * @param metaVersion the number of that state of the meta
 */
public record Snapshot<T>(@Nullable T data, @Nullable String text, boolean isChanged, Meta meta, int metaVersion) {

    Snapshot<T> withText(String encoded) {
        return new Snapshot<>(data, encoded, isChanged, meta, metaVersion);
    }
}
