package dev.datasave;

/**
 * A stored revision of a profile, read without owning it. Changing its data changes nothing stored.
 *
 * @param data the data, migrated and reconciled like a load's
 * @param info what is known beside it
 * @param <T> the data's type
 */
public record ProfileView<T>(T data, ProfileInfo info) {}
