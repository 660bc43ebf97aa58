package dev.datasave.engine.session;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** How far a session's end has come. The table is drawn in {@code docs/architecture.md}. */
enum EndState {
    /** It is to begin. */
    NEW,
    /** A transaction has the session for itself: its end comes first. */
    AWAITS_TRANSACTION,
    /** {@code onLastSave} and {@code onRelease} are running. */
    TELLS,
    /** They have run; what is being written is decided first. */
    AWAITS_SAVE,
    /** The last write is under way. */
    WRITES,
    /** The storage does not take the last state: it goes to the spool, if there is one. */
    GIVES_UP,
    /** The session is gone. */
    OVER;

    /** What happens to an end. */
    enum Event {
        /** It begins, and nobody has the session for himself. */
        BEGUN,
        /** It begins, and a transaction has the session for itself. */
        BEGUN_RESERVED,
        /** The transaction is over. */
        UNRESERVED,
        /** The listeners have run, or were not waited for. */
        TOLD,
        /** Nothing else is being written. */
        IDLE,
        /** The time is over. */
        GIVEN_UP,
        /** The last state is stored, refused, reported, or another's session was found. */
        OVER
    }

    static final Transitions<EndState, Event> TABLE = Transitions.of(EndState.class, Event.class)
            .on(NEW, Event.BEGUN, TELLS)
            .on(NEW, Event.BEGUN_RESERVED, AWAITS_TRANSACTION)
            .on(AWAITS_TRANSACTION, Event.UNRESERVED, TELLS)
            .on(TELLS, Event.TOLD, AWAITS_SAVE)
            .on(AWAITS_SAVE, Event.IDLE, WRITES)
            .on(EnumSet.range(AWAITS_TRANSACTION, WRITES), Event.GIVEN_UP, GIVES_UP)
            .on(EnumSet.of(NEW, AWAITS_TRANSACTION, TELLS, AWAITS_SAVE, WRITES, GIVES_UP), Event.OVER, OVER)
            // Whoever had the session, or was told, may be done only after it was lost or given up.
            .stays(GIVES_UP, Event.UNRESERVED, Event.TOLD)
            .stays(OVER, Event.UNRESERVED, Event.TOLD)
            .table();

    /** Whether the last write can still become another one. */
    boolean isBeforeWrite() {
        return compareTo(WRITES) < 0;
    }

    /** Whether the session's data is the last there will be, and is to be written, or is being written. */
    boolean isFinal() {
        return this == AWAITS_SAVE || this == WRITES;
    }

    /** Whether the game has not been told that the session ends. */
    boolean isUntold() {
        return this == NEW || this == AWAITS_TRANSACTION;
    }
}
