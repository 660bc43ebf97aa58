package dev.datasave.engine.load;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** How far a load has come. The table is drawn in {@code docs/architecture.md}. */
enum LoadState {
    /** Its turn has not come: an older load or session of the profile ends first. */
    WAITS,
    /** It looks who holds the profile, asks its policy, and claims. */
    LOOKS,
    /** It may take the profile, and the data is being opened. */
    OPENS,
    /** The write that names it as the holder is under way. */
    WRITES,
    /** The storage names it as the holder; the policy is asked once more. */
    OWNS,
    /** It was answered without a profile, and its write is still under way. */
    ABANDONED,
    /** It was answered without a profile, and what it took is being freed. */
    FREES,
    /** It was answered with a session. */
    DELIVERED,
    /** It was answered without a profile, and has left nothing behind. */
    SETTLED;

    /** What happens to a load. */
    enum Event {
        /** Nothing of this server uses the profile any more. */
        TURN,
        /** The profile is free, or to be taken from its holder. */
        MAY_TAKE,
        /** The holder has named this load as the next one (P5). */
        NAMED,
        /** The data could be opened, and the lease is valid. */
        OPENED,
        /** The data could be opened, but the lease has ended. */
        LEASE_ENDED,
        /** Another write came first. */
        REFUSED,
        /** The write was accepted. */
        WRITTEN,
        /** There is a session. */
        DELIVERED,
        /** It is answered without a profile: cancelled, superseded, timed out, or failed. */
        CANCELLED,
        /** What it took is another's, or nobody's. */
        FREED,
        /** The server closes, and waits no longer. */
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
            // The queue still decides what was given up, and what turns out to be taken is still freed.
            .stays(SETTLED, Event.REFUSED, Event.WRITTEN, Event.FREED, Event.GIVEN_UP)
            .table();

    /** Whether the caller has its answer. */
    boolean isAnswered() {
        return compareTo(ABANDONED) >= 0;
    }

    /** Whether nothing of it is left that another could stumble over. */
    boolean isOver() {
        return this == DELIVERED || this == SETTLED;
    }
}
