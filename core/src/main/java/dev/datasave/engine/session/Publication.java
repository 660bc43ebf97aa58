package dev.datasave.engine.session;

import dev.datasave.NotLoadedReason;

/**
 * Who is told what becomes visible of a store's profiles. Called on the loop, {@link #shown} from any thread.
 *
 * @param <T> the profiles' data
 */
public interface Publication<T> {
    /** The game has said that the profile is to be visible; it may have ended since. */
    void shown(LiveProfile<T> profile);

    /** The profile is visible now. */
    void published(LiveProfile<T> profile);

    /** The profile is not visible any more, or never was. */
    void unpublished(LiveProfile<T> profile);

    /** A load has ended without a profile. */
    void loadFailed(String key, NotLoadedReason reason);

    /** Nobody is told. */
    static <T> Publication<T> none() {
        return new Publication<>() {
            @Override
            public void shown(LiveProfile<T> profile) {}

            @Override
            public void published(LiveProfile<T> profile) {}

            @Override
            public void unpublished(LiveProfile<T> profile) {}

            @Override
            public void loadFailed(String key, NotLoadedReason reason) {}
        };
    }
}
