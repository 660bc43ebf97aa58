package dev.datasave.engine.load;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** How far a load has come. {@code docs/architecture.md} has a drawing of the table. */
enum LoadState {
    /** The load waits for its turn: an older load or session of the profile ends first. */
    WAITS,
    /** The load looks who holds the profile, asks its policy, and claims the profile. */
    LOOKS,
    /** The load may take the profile, and its data is being opened. */
    OPENS,
    /** The write that names the load as the holder is under way. */
    WRITES,
    /** The stored entry names the load as the holder; the policy is asked once more. */
    OWNS,
    /** The load was answered without a profile, and its write is still under way. */
    ABANDONED,
    /** The load was answered without a profile, and the profile that it took is being freed. */
    FREES,
    /** The load was answered with a session. */
    DELIVERED,
    /** The load was answered without a profile, and nothing of it is left. */
    SETTLED;

    /** What happens to a load. */
    enum Event {
        /** No other load or session of this server uses the profile any more. */
        TURN,
        /** The profile is free, or may be taken from its holder. */
        MAY_TAKE,
        /** The stored entry names this load as the holder already (P5). */
        NAMED,
        /** The data was opened, and the lease is valid. */
        OPENED,
        /** The data was opened, but the lease has ended. */
        LEASE_ENDED,
        /** The write was refused, because another came first. */
        REFUSED,
        /** The write was accepted. */
        WRITTEN,
        /** The session was delivered. */
        DELIVERED,
        /** The load is answered without a profile: it was cancelled, superseded, timed out, or failed. */
        CANCELLED,
        /** The profile that the load took is free again, or another session holds it. */
        FREED,
        /** The server is closing and waits no longer. */
        GIVEN_UP
    }

    static final Transitions<LoadState, Event> TABLE = Transitions.of(LoadState.class, Event.class)
            .on(WAITS, Event.TURN, LOOKS)
            .on(LOOKS, Event.MAY_TAKE, OPENS)
            .on(LOOKS, Event.NAMED, OWNS)
            .on(OPENS, Event.OPENED, WRITES)
            .on(OPENS, Event.LEASE_ENDED, LOOKS)
            .on(WRITES, Event.REFUSED, LOOKS)
            .on(WRITES, Event.WRITTEN, OWNS)
            .on(OWNS, Event.DELIVERED, DELIVERED)
            .on(EnumSet.of(WAITS, LOOKS, OPENS), Event.CANCELLED, SETTLED)
            .on(WRITES, Event.CANCELLED, ABANDONED)
            .on(OWNS, Event.CANCELLED, FREES)
            .on(ABANDONED, Event.REFUSED, SETTLED)
            .on(ABANDONED, Event.WRITTEN, FREES)
            .on(FREES, Event.FREED, SETTLED)
            .on(EnumSet.of(ABANDONED, FREES), Event.GIVEN_UP, SETTLED)
            .stays(EnumSet.of(ABANDONED, FREES, DELIVERED, SETTLED), Event.CANCELLED)
            // After the server gave up, the queue may still decide the write.
            // A profile that the write took is still freed.
            .stays(SETTLED, Event.REFUSED, Event.WRITTEN, Event.FREED, Event.GIVEN_UP)
            .table();

    /** Whether the caller was answered. */
    boolean isAnswered() {
        return compareTo(ABANDONED) >= 0;
    }

    /** Whether no write or token of the load can get in the way of another any more. */
    boolean isOver() {
        return this == DELIVERED || this == SETTLED;
    }
}
