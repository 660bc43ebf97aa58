package dev.datasave.engine.session;

import dev.datasave.engine.loop.Transitions;

/** What is being written of a session that has not begun to end. The table is drawn in {@code docs/architecture.md}. */
enum SaverState {
    /** Nothing. */
    IDLE,
    /** A save, from {@code onSave} until its write is decided. */
    SAVES,
    /** Whatever the transaction writes that has the session for itself. */
    RESERVED;

    /** What happens to a session's saves. */
    enum Event {
        /** A save was asked for. */
        SAVE,
        /** The save is decided, or there was nothing to save, or it failed. */
        DECIDED,
        /** A transaction is next. */
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
