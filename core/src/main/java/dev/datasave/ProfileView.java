package dev.datasave;

/**
 * A stored revision of a profile, read without owning the profile. Changing its data does not change the stored data.
 *
 * @param data the data, migrated and reconciled as a load would do it
 * @param info the facts beside the data
 * @param <T> the data's type
 */
public record ProfileView<T>(T data, ProfileInfo info) {}
