package dev.datasave.engine.lease;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** The state of a server's own lease (P2, P3). {@code docs/architecture.md} has a drawing of the table. */
enum LeaseState {
    /** The server has had no valid lease yet, and so no session. */
    BEGINNING,
    /** The lease is valid, and edits are accepted. */
    VALID,
    /** The lease has ended for its holder: the profiles are suspended and wait. */
    SUSPENDED,
    /** The grace is over too, and the sessions were ended. */
    GIVEN_UP,
    /** The server has closed. */
    ENDED;

    /** What happens to the lease. */
    enum Event {
        /** A comparison of the clocks finds it valid. */
        FOUND_VALID,
        /** A comparison of the clocks finds it ended. */
        FOUND_ENDED,
        /** It ended longer ago than the grace. */
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

    /** Whether the server had a valid lease and has lost it. */
    boolean isLost() {
        return this == SUSPENDED || this == GIVEN_UP;
    }
}
