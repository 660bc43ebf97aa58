package dev.datasave.tck.checker;

/** Things that a {@link Checker} counts, to show that they happened in a run. */
public enum Count {
    /** Accepted writes of profiles. */
    WRITTEN,
    /** Refused writes of any kind. */
    REFUSED,
    /** Profiles delivered. */
    LOADED,
    /** Loads that ended without a profile. */
    NOT_LOADED,
    /** Accepted edits. */
    EDITED,
    /** Refused edits. */
    EDIT_REFUSED,
    /** Saves and releases that were confirmed. */
    SAVED,
    /** Sessions handed over. */
    HANDED_OVER,
    /** Sessions taken from the dead. */
    TAKEN_OVER,
    /** Sessions stolen. */
    STOLEN,
    /** Leases removed by others. */
    BURIED,
    /** Lost updates that the game was told of. */
    LOST_UPDATE,
    /** States that the game was told are in a spool. */
    SPOOLED,
    /** Sessions of one server that another server ended from the spool. */
    REPLAYED,
    /** States from a spool that were kept as orphans. */
    ORPHANED,
    /** Transactions, grants and operators' acts that were confirmed as done. */
    DONE,
    /** Gifts that were sent. */
    MESSAGE,
    /** Gifts whose effect was stored. */
    TAKEN,
    /** Profiles rolled back. */
    ROLLED_BACK,
    /** Profiles removed. */
    REMOVED,
    /** Profiles moved to another key. */
    MOVED,
    /** People erased. */
    ERASED,
    /** Loads that were told that the profile is damaged. */
    CORRUPT,
    /** Edits that were refused because the storage takes no writes until somebody mends it. */
    REFUSED_BY_TROUBLE,
    /** How often the storage was set back. */
    SET_BACK
}
