package dev.datasave;

/** Why a session ended. */
public enum ReleaseReason {
    /** The game released it. */
    RELEASED,
    /** Another server asked for it and now has it, with every edit (P5). */
    HANDED_OVER,
    /** It was loaded again on this server. */
    REPLACED,
    /** Another server took it without consent (P8); edits that were not saved are lost. */
    STOLEN,
    /** This server was without a valid lease for too long, or another server took the session meanwhile (P3). */
    LEASE_LOST,
    /** The server is closing. */
    CLOSING,
    /** The stored profile was removed. */
    REMOVED,
    /** An operator rolled the profile back (P13). Copies of its data that the game still has are out of date. */
    ROLLED_BACK,
    /** An operator moved the profile to another key (P15), under which it can be loaded. */
    MOVED
}
