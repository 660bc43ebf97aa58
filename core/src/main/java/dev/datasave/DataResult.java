package dev.datasave;

import java.util.Optional;

/**
 * The outcome of a write to a {@link DataStore}.
 *
 * @param <T> the type of the store's values
 */
public sealed interface DataResult<T> {

    /**
     * The write is stored and durable, and was the newest revision at that moment.
     *
     * @param entry the stored value; for a removal, the value that was removed
     * @param <T> the value's type
     */
    record Written<T>(DataEntry<T> entry) implements DataResult<T> {}

    /**
     * Nothing was written: the function of an update returned empty, or there was no value to remove.
     *
     * @param present the value that the key has, if any
     * @param <T> the value's type
     */
    record Declined<T>(Optional<DataEntry<T>> present) implements DataResult<T> {}

    /**
     * Nothing was written, because a living server holds the entry as a profile. An entry that a dead server still names as its own counts as free
     * (P4).
     *
     * @param by the session that holds it
     * @param <T> the value's type
     */
    record Held<T>(Holder by) implements DataResult<T> {}
}
