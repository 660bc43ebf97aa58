package dev.datasave;

/** Whether a profile can be edited. */
public enum ProfileState {
    /** This server owns it; edits are accepted. */
    ACTIVE,
    /** The server has no valid lease at the moment. Edits are refused, nothing is lost, and no player need be kicked (P3). */
    SUSPENDED,
    /** The session has ended; edits are refused for ever. */
    RELEASED
}
