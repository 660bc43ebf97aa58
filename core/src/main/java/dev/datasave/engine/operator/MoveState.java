package dev.datasave.engine.operator;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** How far a move of a profile to another key has come (P15). {@code docs/architecture.md} has a drawing of the table. */
enum MoveState {
    /** It looks at both keys. */
    LOOKS,
    /** It takes the profile from its holder, as a load does. */
    TAKES,
    /** This server holds the profile. One write is being prepared that ends it under the old key and begins it under the new one. */
    HOLDS,
    /** That write is under way. */
    WRITES,
    /** The profile is being freed, because it can't be moved now. */
    FREES,
    /** The profile is under the new key. What belongs to it is being brought there. */
    SETTLES,
    /** The operator was answered. */
    OVER;

    /** What happens to a move. */
    enum Event {
        /** The profile can be moved; this server does not hold it. */
        MAY_TAKE,
        /** The profile is under the new key already. */
        IS_THERE,
        /** This server holds the profile. */
        TAKEN,
        /** Somebody else took the profile, or wrote one of the entries. */
        LOST,
        /** Both entries are as they should be. */
        READY,
        /** The write was accepted. */
        WRITTEN,
        /** The write was refused. */
        REFUSED,
        /** The profile is not moved, and nobody needs it here. */
        GIVE_BACK,
        /** The profile is free. */
        FREED,
        /** Nothing is left to do, or nothing can be done. */
        ANSWERED
    }

    static final Transitions<MoveState, Event> TABLE = Transitions.of(MoveState.class, Event.class)
            .on(LOOKS, Event.MAY_TAKE, TAKES)
            .on(LOOKS, Event.IS_THERE, SETTLES)
            .on(TAKES, Event.TAKEN, HOLDS)
            .on(EnumSet.of(TAKES, HOLDS), Event.LOST, LOOKS)
            .on(HOLDS, Event.READY, WRITES)
            .on(WRITES, Event.WRITTEN, SETTLES)
            .on(WRITES, Event.REFUSED, HOLDS)
            .on(EnumSet.of(HOLDS, WRITES), Event.GIVE_BACK, FREES)
            .on(FREES, Event.FREED, LOOKS)
            .on(EnumSet.complementOf(EnumSet.of(OVER)), Event.ANSWERED, OVER)
            .table();
}
