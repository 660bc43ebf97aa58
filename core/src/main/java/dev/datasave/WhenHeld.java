package dev.datasave;

/** What a load does about a profile that another session holds. */
public enum WhenHeld {
    /** Asks the holder to hand the profile over, and takes it if the holder is dead or doesn't answer in time (P4, P5, P8). The default. */
    FORCE_LOAD,
    /** Waits, without asking, until the holder releases the profile or is dead. */
    REPEAT,
    /** Ends the load at once as {@link NotLoadedReason.Held}. */
    CANCEL,
    /** Takes the profile at once without asking (P8). Edits that the holder has not saved are lost. */
    STEAL
}
