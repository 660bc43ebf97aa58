package dev.datasave;

/** Why a session ended. */
public enum ReleaseReason {
    /** The game released it. */
    RELEASED,
    /** Another server asked for it and has it now, with everything (P5). */
    HANDED_OVER,
    /** It was loaded again on this server. */
    REPLACED,
    /** Another server took it without its consent (P8); what was not saved is lost. */
    STOLEN,
    /** This server lost its lease for too long, or its session was taken meanwhile (P3). */
    LEASE_LOST,
    /** The server is closing. */
    CLOSING,
    /** The stored profile was removed under it. */
    REMOVED,
    /** An operator has rolled the profile back (P13); what the game still has of it is of the past. */
    ROLLED_BACK
}
