package dev.datasave;

/**
 * The outcome of a load, or of a wait for a profile.
 *
 * @param <T> the profile's data
 */
public sealed interface LoadResult<T> {

    /**
     * The profile is active on this server.
     *
     * @param profile the profile
     * @param <T> its data
     */
    record Loaded<T>(Profile<T> profile) implements LoadResult<T> {}

    /**
     * The load, or the wait, ended without a profile.
     *
     * @param reason why
     * @param <T> the profile's data
     */
    record NotLoaded<T>(NotLoadedReason reason) implements LoadResult<T> {}
}
