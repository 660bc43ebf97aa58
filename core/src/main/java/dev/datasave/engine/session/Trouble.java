package dev.datasave.engine.session;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.engine.live.LiveState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A session's own trouble: its writes fail, while the storage takes others. What can't be stored must not be edited for long, so the session is suspended, as
 * if the lease had ended: at once if the storage knows that the failure lasts, else when it has lasted for as long as a lease is valid. The write is repeated
 * all the while, and once it is stored the session resumes. Loop only.
 */
final class Trouble {
    private final Session<?> session;
    private @Nullable Long since;

    Trouble(Session<?> session) {
        this.session = session;
    }

    /** A write has failed for a reason of its own, and will be repeated. */
    void failed(Throwable failure) {
        long now = session.loop().environment().monotonicNanos();
        Long first = since == null ? Long.valueOf(now) : since;
        since = first;
        boolean isLasting = failure instanceof StorageFailed found && found.isLasting();
        if (session.isEnding() || !(isLasting || now - first >= session.lease().validNanos())) {
            return;
        }
        boolean wasActive = session.isActive();
        LiveState<?> state = session.state();
        String why =
                "its state can't be stored: " + Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        if (state.trouble(why) && wasActive) {
            session.loop().events().tell(listener -> listener.profileSuspended(session.profileId(), why));
            session.tellSuspended();
        }
    }

    /** A write was decided. */
    void over() {
        since = null;
        if (session.state().trouble(null) && session.isActive()) {
            session.loop().events().tell(listener -> listener.profileResumed(session.profileId()));
            session.resumed();
        }
    }
}
