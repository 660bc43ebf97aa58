package dev.datasave.engine.session;

/** The kinds of a session's last write. */
public enum Finale {
    /** It stores the final state. */
    STATE,
    /** It stores the final state and removes the history (P14). */
    CLEANSED,
    /** It stores the stored state once more: the game's last edits are dropped (P13). */
    STORED,
    /** It stores a tombstone; the history stays. */
    REMOVED,
    /** It stores a tombstone and removes the history (P14). */
    PURGED
}
