package dev.datasave.engine.session;

/** What the last write of a session stores. */
public enum Finale {
    /** Its final state. */
    STATE,
    /** Its final state, and nothing of its history (P14). */
    CLEANSED,
    /** What is stored already: the game's last edits are to be dropped (P13). */
    STORED,
    /** A tombstone; its history stays. */
    REMOVED,
    /** A tombstone, and nothing of its history (P14). */
    PURGED
}
