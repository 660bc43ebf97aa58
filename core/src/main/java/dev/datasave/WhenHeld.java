package dev.datasave;

/** What a load does about a profile that another server holds. */
public enum WhenHeld {
    /** Asks the holder to hand it over, and takes it if the holder is dead or doesn't answer (P4, P5, P8). The default. */
    FORCE_LOAD,
    /** Waits until the holder releases it or is dead, without asking for it. */
    REPEAT,
    /** Ends at once as {@link NotLoadedReason.Held}. */
    CANCEL,
    /** Takes it at once without asking (P8): what the holder has not saved is lost. */
    STEAL
}
