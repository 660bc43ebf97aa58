package dev.datasave.engine;

import dev.datasave.Codec;

/** The default codec. */
public final class GsonCodec {
    private GsonCodec() {}

    public static <T> Codec<T> of(Class<T> type) {
        throw new IllegalArgumentException(type.getName());
    }
}
