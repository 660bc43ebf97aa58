package dev.datasave.engine.session;

import dev.datasave.NotLoadedReason;

/**
 * Is told which profiles of a store become visible. Called on the loop, but {@link #shown} from any thread. By default every method does nothing.
 *
 * @param <T> the type of the profiles' data
 */
public interface Publication<T> {
    /** The game asked to make the profile visible; the profile may have ended since. */
    default void shown(LiveProfile<T> profile) {}

    /** The profile is visible now. */
    default void published(LiveProfile<T> profile) {}

    /** The profile has ended. It is not visible any more, or never was. */
    default void unpublished(LiveProfile<T> profile) {}

    /** A load has ended without a profile. */
    default void loadFailed(String key, NotLoadedReason reason) {}
}
