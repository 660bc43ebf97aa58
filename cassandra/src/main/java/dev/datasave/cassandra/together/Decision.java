package dev.datasave.cassandra.together;

/** What is decided about one try of an {@code ALL}. The row of a try is written once and never changed, so the first decision stands. */
public enum Decision {
    /** There is no row: nothing is decided, or the row was removed when nothing of the try was left. */
    UNDECIDED,
    /** All intents of the try are to be applied. The row stays until each of them is. */
    COMMITTED,
    /** No intent of the try is to be applied. The row may be removed when no decision of the same try can arrive any more, after 30 days. */
    ABORTED
}
