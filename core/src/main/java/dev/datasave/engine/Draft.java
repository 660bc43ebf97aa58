package dev.datasave.engine;

import com.google.gson.JsonElement;
import org.jspecify.annotations.Nullable;

/**
 * A profile's state as a transaction changes it, apart from the profile until it is written (P12). For the one thread that has it.
 *
 * @param <T> the data's type
 */
final class Draft<T> {
    private T data;
    private @Nullable JsonElement leftover;
    private Meta meta;
    private boolean isChanged;

    Draft(T data, @Nullable JsonElement leftover, Meta meta) {
        this.data = data;
        this.leftover = leftover;
        this.meta = meta;
    }

    T data() {
        return data;
    }

    @Nullable
    JsonElement leftover() {
        return leftover;
    }

    Meta meta() {
        return meta;
    }

    boolean isChanged() {
        return isChanged;
    }

    void data(T newData) {
        data = newData;
        isChanged = true;
    }

    /** The data is replaced as a whole, with what its codec doesn't know. */
    void replace(T newData, @Nullable JsonElement newLeftover) {
        data(newData);
        leftover = newLeftover;
    }

    void meta(Meta newMeta) {
        meta = newMeta;
        isChanged = true;
    }

    /** It is to be written although nothing was changed. */
    void touch() {
        isChanged = true;
    }
}
