package dev.datasave.engine.session;

import dev.datasave.NotLoadedReason;

/**
 * Who is told what becomes visible of a store's profiles. Called on the loop, {@link #shown} from any thread. By default nobody is told.
 *
 * @param <T> the profiles' data
 */
public interface Publication<T> {
    /** The game has said that the profile is to be visible; it may have ended since. */
    default void shown(LiveProfile<T> profile) {}

    /** The profile is visible now. */
    default void published(LiveProfile<T> profile) {}

    /** The profile is not visible any more, or never was. */
    default void unpublished(LiveProfile<T> profile) {}

    /** A load has ended without a profile. */
    default void loadFailed(String key, NotLoadedReason reason) {}
}
