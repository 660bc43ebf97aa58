package dev.datasave.engine.session;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** How far a session's end has come. {@code docs/architecture.md} has a drawing of the table. */
enum EndState {
    /** The end has not begun. */
    NEW,
    /** A transaction has reserved the session: the transaction ends first. */
    AWAITS_TRANSACTION,
    /** {@code onLastSave} and {@code onRelease} are running. */
    TELLS,
    /** The listeners have run; a save that is under way is decided first. */
    AWAITS_SAVE,
    /** The last write is under way. */
    WRITES,
    /** The storage does not take the last state, so it goes to the spool, if there is one. */
    GIVES_UP,
    /** The session is gone. */
    OVER;

    /** What happens to an end. */
    enum Event {
        /** The end begins, and no transaction has reserved the session. */
        BEGUN,
        /** The end begins while a transaction has reserved the session. */
        BEGUN_RESERVED,
        /** The transaction is over. */
        UNRESERVED,
        /** The listeners have run, or are waited for no longer. */
        TOLD,
        /** No other write of the session is under way. */
        IDLE,
        /** The time for the end is over. */
        GIVEN_UP,
        /** The last state is stored, refused or reported, or another session holds the profile. */
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
            // The transaction or the listeners may be done only after the session was lost or given up.
            .stays(GIVES_UP, Event.UNRESERVED, Event.TOLD)
            .stays(OVER, Event.UNRESERVED, Event.TOLD)
            .table();

    /** Whether the kind of the last write can still be changed. */
    boolean isBeforeWrite() {
        return compareTo(WRITES) < 0;
    }

    /** Whether the session's data can't change any more and still has to be written, or is being written. */
    boolean isFinal() {
        return this == AWAITS_SAVE || this == WRITES;
    }

    /** Whether the listeners were not yet told that the session ends. */
    boolean isUntold() {
        return this == NEW || this == AWAITS_TRANSACTION;
    }
}
