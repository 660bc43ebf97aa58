package dev.datasave;

/** Whether a profile can be edited. */
public enum ProfileState {
    /** This server owns it; edits are accepted. */
    ACTIVE,
    /**
     * The server has no valid lease at the moment (P3), or the storage does not take the profile's state. Edits are refused, nothing is lost, and no player
     * need be kicked. {@link Profile#suspension} says why.
     */
    SUSPENDED,
    /** The session has ended; edits are refused for ever. */
    RELEASED
}
