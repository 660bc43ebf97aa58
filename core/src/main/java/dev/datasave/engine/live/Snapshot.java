package dev.datasave.engine.live;

import dev.datasave.engine.entry.Meta;
import org.jspecify.annotations.Nullable;

/**
 * A profile's state at one moment, frozen and encoded.
 *
 * @param data the data itself where it is immutable
 * @param text the encoded value; null where nothing had changed
 * @param isChanged whether anything differs from what is known to be stored
 * @param meta what is saved beside the data
 * @param metaVersion which state of that this is
 */
public record Snapshot<T>(@Nullable T data, @Nullable String text, boolean isChanged, Meta meta, long metaVersion) {

    Snapshot<T> withText(String encoded) {
        return new Snapshot<>(data, encoded, isChanged, meta, metaVersion);
    }
}
