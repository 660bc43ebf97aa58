package dev.datasave.tck.checker;

/** What a {@link Checker} counts, to show that a run had it. */
public enum Count {
    /** Accepted writes of profiles. */
    WRITTEN,
    /** Refused writes of any kind. */
    REFUSED,
    /** Profiles delivered. */
    LOADED,
    /** Loads without a profile. */
    NOT_LOADED,
    /** Accepted edits. */
    EDITED,
    /** Refused edits. */
    EDIT_REFUSED,
    /** Saves and releases that were confirmed. */
    SAVED,
    /** SessionRules handed over. */
    HANDED_OVER,
    /** SessionRules taken from the dead. */
    TAKEN_OVER,
    /** SessionRules stolen. */
    STOLEN,
    /** Leases removed by others. */
    BURIED,
    /** Lost updates that the game was told of. */
    LOST_UPDATE,
    /** States that the game was told are in a spool. */
    SPOOLED,
    /** SessionRules of one server that another one has ended from its spool. */
    REPLAYED,
    /** States from a spool that were kept as orphans. */
    ORPHANED,
    /** Transactions, grants and operators' actions that were answered as done. */
    DONE,
    /** Gifts that were sent. */
    MESSAGE,
    /** Gifts whose effect was stored. */
    TAKEN,
    /** Profiles rolled back. */
    ROLLED_BACK,
    /** Profiles removed. */
    REMOVED,
    /** People erased. */
    ERASED,
    /** How often the storage was set back. */
    SET_BACK
}
