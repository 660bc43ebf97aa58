package dev.datasave.engine.session;

import dev.datasave.engine.loop.Transitions;

/** Which write of a session is under way, before its end begins. {@code docs/architecture.md} has a drawing of the table. */
enum SaverState {
    /** No write is under way. */
    IDLE,
    /** A save is under way, from {@code onSave} until its write is decided. */
    SAVES,
    /** A transaction has the session for itself. */
    RESERVED;

    /** What happens to a session's saves. */
    enum Event {
        /** A save was asked for. */
        SAVE,
        /** The save was decided or failed, or there was nothing to save. */
        DECIDED,
        /** It is a transaction's turn. */
        GRANTED,
        /** The transaction is over. */
        RETURNED
    }

    static final Transitions<SaverState, Event> TABLE = Transitions.of(SaverState.class, Event.class)
            .on(IDLE, Event.SAVE, SAVES)
            .on(SAVES, Event.DECIDED, IDLE)
            .on(IDLE, Event.GRANTED, RESERVED)
            .on(RESERVED, Event.RETURNED, IDLE)
            .table();
}
