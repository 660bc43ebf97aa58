package dev.datasave;

/**
 * A value of a {@link DataStore} as it was stored.
 *
 * @param value the value
 * @param info what is known beside it
 * @param <T> the value's type
 */
public record DataEntry<T>(T value, KeyInfo info) {}
