package dev.datasave.engine;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A profile's state at one moment, frozen and encoded.
 *
 * @param data the data itself where it is immutable
 * @param text the encoded value; null where nothing had changed
 * @param isChanged whether anything differs from what is known to be stored
 * @param metaVersion which state of user ids, metadata and score this is
 */
record Snapshot<T>(
        @Nullable T data,
        @Nullable String text,
        boolean isChanged,
        Set<String> userIds,
        Map<String, String> metadata,
        @Nullable Double score,
        long metaVersion) {}
