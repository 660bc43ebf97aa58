package dev.datasave;

/**
 * What a load, or a wait for a profile, ended with.
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
     * There is no profile.
     *
     * @param reason why
     * @param <T> the profile's data
     */
    record NotLoaded<T>(NotLoadedReason reason) implements LoadResult<T> {}
}
