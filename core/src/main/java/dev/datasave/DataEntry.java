package dev.datasave;

/**
 * One stored value of a {@link DataStore}, with its revision and metadata.
 *
 * @param value the value
 * @param info its revision, times, user ids, metadata and score
 * @param <T> the value's type
 */
public record DataEntry<T>(T value, KeyInfo info) {}
