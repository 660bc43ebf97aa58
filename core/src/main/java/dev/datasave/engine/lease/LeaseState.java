package dev.datasave.engine.lease;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** How a server stands with its own lease (P2, P3). The table is drawn in {@code docs/architecture.md}. */
enum LeaseState {
    /** It has had no valid lease yet, and so no session. */
    BEGINNING,
    /** Edits are accepted. */
    VALID,
    /** The lease has ended for its holder: profiles are suspended, and wait. */
    SUSPENDED,
    /** The grace is over too: sessions have been ended. */
    GIVEN_UP,
    /** The server has closed. */
    ENDED;

    /** What is found out about the lease. */
    enum Event {
        /** A comparison finds it valid. */
        FOUND_VALID,
        /** A comparison finds it ended. */
        FOUND_ENDED,
        /** It has been ended for longer than the grace. */
        GRACE_OVER,
        /** The server closes. */
        CLOSED
    }

    static final Transitions<LeaseState, Event> TABLE = Transitions.of(LeaseState.class, Event.class)
            .on(EnumSet.of(BEGINNING, VALID, SUSPENDED, GIVEN_UP), Event.FOUND_VALID, VALID)
            .on(VALID, Event.FOUND_ENDED, SUSPENDED)
            .stays(EnumSet.of(BEGINNING, SUSPENDED, GIVEN_UP), Event.FOUND_ENDED)
            .on(SUSPENDED, Event.GRACE_OVER, GIVEN_UP)
            .stays(EnumSet.of(BEGINNING, GIVEN_UP), Event.GRACE_OVER)
            .on(EnumSet.allOf(LeaseState.class), Event.CLOSED, ENDED)
            .table();

    /** Whether the server had a lease and has lost it. */
    boolean isLost() {
        return this == SUSPENDED || this == GIVEN_UP;
    }
}
