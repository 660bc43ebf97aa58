package dev.datasave.cassandra.together;

/** How far a try of an {@code ALL} has come. {@code docs/together.md} has the table. */
enum AttemptState {
    /** The intents are being put on the entries. */
    PLACES,
    /** All intents stand, and the decision is being written. */
    DECIDES,
    /** The try is committed; the caller has the answer, and the intents are being applied. */
    ROLLS,
    /** All intents are applied, and the decision is being removed. */
    FORGETS,
    /** The try can't be committed by anybody any more, and its intents are being removed. */
    WITHDRAWS,
    /** Nothing of the try is left to this process; it was committed. */
    COMMITTED,
    /** Nothing of the try is left to this process; it was not committed and never will be. */
    WITHDRAWN,
    /** Whether the try is committed is not known here. Its intents stand until somebody meets them. */
    IN_DOUBT;

    /** What happens to a try. */
    enum Event {
        /** All intents stand on their entries. */
        ALL_PLACED,
        /** An intent does not stand, or it is not known whether it does. */
        NOT_PLACED,
        /** The decision that stands is to commit. */
        COMMITTED,
        /** The decision that stands is to abort. Somebody who met an intent has lost patience. */
        ABORTED,
        /** No answer came to the decision, however often it was sent. */
        NO_ANSWER,
        /** Every intent was applied or removed, or it was given up for others to do. */
        SETTLED,
        /** As before, but not every intent was applied: the decision must stay. */
        LEFT,
        /** The call has no time left. */
        OVERDUE
    }

    /**
     * The state after the event.
     *
     * @throws IllegalStateException if the state does not expect the event
     */
    AttemptState on(Event event) {
        return switch (this) {
            case PLACES ->
                switch (event) {
                    case ALL_PLACED -> DECIDES;
                    case NOT_PLACED, OVERDUE -> WITHDRAWS;
                    case COMMITTED, ABORTED, NO_ANSWER, SETTLED, LEFT -> throw unexpected(event);
                };
            case DECIDES ->
                switch (event) {
                    case COMMITTED -> ROLLS;
                    case ABORTED -> WITHDRAWS;
                    case NO_ANSWER, OVERDUE -> IN_DOUBT;
                    case ALL_PLACED, NOT_PLACED, SETTLED, LEFT -> throw unexpected(event);
                };
            case ROLLS ->
                switch (event) {
                    case SETTLED -> FORGETS;
                    case LEFT -> COMMITTED;
                    case ALL_PLACED, NOT_PLACED, COMMITTED, ABORTED, NO_ANSWER, OVERDUE -> throw unexpected(event);
                };
            case FORGETS ->
                switch (event) {
                    case SETTLED, LEFT -> COMMITTED;
                    case ALL_PLACED, NOT_PLACED, COMMITTED, ABORTED, NO_ANSWER, OVERDUE -> throw unexpected(event);
                };
            case WITHDRAWS ->
                switch (event) {
                    case SETTLED, LEFT -> WITHDRAWN;
                    case OVERDUE -> WITHDRAWS;
                    case ALL_PLACED, NOT_PLACED, COMMITTED, ABORTED, NO_ANSWER -> throw unexpected(event);
                };
            case COMMITTED, WITHDRAWN, IN_DOUBT -> throw unexpected(event);
        };
    }

    private IllegalStateException unexpected(Event event) {
        return new IllegalStateException("try of an ALL: found " + event + " while " + this + ", expected another");
    }

    /** Whether the caller may be told that everything was written. */
    boolean isCommitted() {
        return this == ROLLS || this == FORGETS || this == COMMITTED;
    }
}
