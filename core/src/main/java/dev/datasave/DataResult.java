package dev.datasave;

import java.util.Optional;

/**
 * What became of a write to a {@link DataStore}.
 *
 * @param <T> the values of the store
 */
public sealed interface DataResult<T> {

    /**
     * It is stored, durable, and was the newest revision at that moment.
     *
     * @param entry what was stored; of a removal, what was removed
     * @param <T> the value's type
     */
    record Written<T>(DataEntry<T> entry) implements DataResult<T> {}

    /**
     * Nothing was written: the function of an update answered empty, or there was nothing to remove.
     *
     * @param present what is there instead, if there is something
     * @param <T> the value's type
     */
    record Declined<T>(Optional<DataEntry<T>> present) implements DataResult<T> {}

    /**
     * Nothing was written: a living server holds the entry as a profile. What a dead one has left is nobody's (P4).
     *
     * @param by who
     * @param <T> the value's type
     */
    record Held<T>(Holder by) implements DataResult<T> {}
}
