package dev.datasave.engine.mail;

import dev.datasave.engine.loop.Transitions;
import java.util.EnumSet;

/** How a mailbox handles the messages for the game at the moment. {@code docs/architecture.md} has a drawing of the table. */
enum MailboxState {
    /** The first listing is not done yet. */
    UNLISTED,
    /** The next message is delivered at once. */
    READY,
    /** A handler has a message. */
    DELIVERS,
    /** A handler could not acknowledge a message at that moment: that message and those after it wait. */
    HALTED,
    /** The session is over. */
    CLOSED;

    /** What happens to a mailbox. */
    enum Event {
        /** A listing is done. */
        LISTED,
        /** There is a message for a handler. */
        DELIVER,
        /** The handler has returned, or thrown. */
        HEARD,
        /** The handler's acknowledgement was refused for the moment. */
        REFUSED,
        /** The session is active again, or time has passed. */
        RESUMED,
        /** The session is over. */
        CLOSED
    }

    private static final EnumSet<MailboxState> LISTED = EnumSet.of(READY, DELIVERS, HALTED);

    static final Transitions<MailboxState, Event> TABLE = Transitions.of(MailboxState.class, Event.class)
            .on(UNLISTED, Event.LISTED, READY)
            .on(READY, Event.DELIVER, DELIVERS)
            .on(DELIVERS, Event.HEARD, READY)
            .on(DELIVERS, Event.REFUSED, HALTED)
            .on(HALTED, Event.RESUMED, READY)
            .on(EnumSet.range(UNLISTED, HALTED), Event.CLOSED, CLOSED)
            .stays(LISTED, Event.LISTED)
            .stays(EnumSet.of(UNLISTED, READY, DELIVERS), Event.RESUMED)
            // Steps that were under way when the session ended may report back later.
            .stays(CLOSED, Event.LISTED, Event.HEARD, Event.REFUSED, Event.RESUMED)
            .table();
}
