package dev.datasave.platform;

/**
 * How far one connection has come. {@code docs/integrating.md} has a drawing of the table, {@link #after}.
 *
 * <pre>
 *   LOADING ──loaded──▶ PREPARING ──ready──▶ LET_IN ──arrived──▶ PLAYING
 *      │                    │                   │                   │
 *      │ gone, replaced,    │ the same, failed, │ the same, late    │ the same
 *      │ stopped            │ ended             │                   │
 *      ▼                    ▼                   ▼                   ▼
 *   CANCELLED ──loaded──▶ LEAVING ◀─────────────┴───────────────────┘
 *      │ not loaded         │ freed
 *      ▼                    ▼
 *   OVER ◀──────────────────┘
 * </pre>
 */
enum PresenceState {
    /** The load is under way, and the player waits. */
    LOADING,
    /** The profile is here, and the game looks at it. Nobody sees it yet. */
    PREPARING,
    /** The player may come in, and is awaited. */
    LET_IN,
    /** The player is in the game. */
    PLAYING,
    /** The load was cancelled, and its end has not been told yet. It may still come with a profile. */
    CANCELLED,
    /** The profile is being released. */
    LEAVING,
    /** This connection holds nothing, and never will again. */
    OVER;

    /** What happens to a connection. */
    enum Event {
        /** The load has ended with a profile. */
        LOADED,
        /** The load has ended without one. */
        NOT_LOADED,
        /** The game has looked at the profile and wants it. */
        READY,
        /** The game threw while it looked at the profile. */
        FAILED,
        /** The player is seen in the game. */
        ARRIVED,
        /** The player was not seen in the game in time. */
        LATE,
        /** The connection is closed. */
        GONE,
        /** The same player has come with another connection. */
        REPLACED,
        /** The server stops. */
        STOPPED,
        /** The session has ended: another server has it, an operator has ended it, or the game has released it. */
        ENDED,
        /** The release is decided. */
        FREED
    }

    /** The next state; the same one where the event is late, repeated, or of no importance. */
    PresenceState after(Event event) {
        return switch (this) {
            case LOADING ->
                switch (event) {
                    case LOADED -> PREPARING;
                    case NOT_LOADED -> OVER;
                    case GONE, REPLACED, STOPPED -> CANCELLED;
                    case READY, FAILED, ARRIVED, LATE, ENDED, FREED -> this;
                };
            case PREPARING ->
                switch (event) {
                    case READY -> LET_IN;
                    case FAILED, GONE, REPLACED, STOPPED, ENDED -> LEAVING;
                    case LOADED, NOT_LOADED, ARRIVED, LATE, FREED -> this;
                };
            case LET_IN ->
                switch (event) {
                    case ARRIVED -> PLAYING;
                    case LATE, GONE, REPLACED, STOPPED, ENDED -> LEAVING;
                    case LOADED, NOT_LOADED, READY, FAILED, FREED -> this;
                };
            case PLAYING ->
                switch (event) {
                    case GONE, REPLACED, STOPPED, ENDED -> LEAVING;
                    case LOADED, NOT_LOADED, READY, FAILED, ARRIVED, LATE, FREED -> this;
                };
            case CANCELLED ->
                switch (event) {
                    case LOADED -> LEAVING;
                    case NOT_LOADED -> OVER;
                    case READY, FAILED, ARRIVED, LATE, GONE, REPLACED, STOPPED, ENDED, FREED -> this;
                };
            case LEAVING ->
                switch (event) {
                    case FREED -> OVER;
                    case LOADED, NOT_LOADED, READY, FAILED, ARRIVED, LATE, GONE, REPLACED, STOPPED, ENDED -> this;
                };
            case OVER -> this;
        };
    }

    /** Whether the player is coming in or in the game. */
    boolean isWanted() {
        return this == LOADING || this == PREPARING || isIn();
    }

    /** Whether the player may be in the game. */
    boolean isIn() {
        return this == LET_IN || this == PLAYING;
    }
}
