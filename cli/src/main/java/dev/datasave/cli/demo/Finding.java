package dev.datasave.cli.demo;

/**
 * A fault that the audit found.
 *
 * @param kind the kind of fault
 * @param key the key of the profile
 * @param what the facts that were found and expected
 */
record Finding(Kind kind, String key, String what) {

    enum Kind {
        /** A save was confirmed to a player, and its state is not there. */
        LOST_SAVE,
        /** A server confirmed an earning and did not die, and the earning is not there. */
        LOST_EARNING,
        /** Two sessions were active at once, or a revision was written by another session than the holder. */
        DOUBLE_OWNER,
        /** Money that nobody earned, or missing money. */
        MONEY,
        /** A revision that does not follow from the one before it, or can't be read. */
        BROKEN_CHAIN,
        /** A missing revision. */
        MISSING_REVISION,
        /** A profile that a server still holds although the server closed in order. */
        STILL_HELD,
        /** An item that is in two places, or that nobody found. */
        ITEM_DOUBLED,
        /** An item that a player owned and nobody owns now. */
        ITEM_LOST,
        /** A transaction that only one side has, or that was not written by one write. */
        HALF_TRANSACTION,
        /** A transaction that was confirmed and is not there. */
        LOST_TRANSACTION,
        /** A command that was refused and yet took effect. */
        REFUSED_BUT_DONE,
        /** A gift that was received twice, or will be. */
        GIFT_TWICE,
        /** A gift that was given and is neither received nor waiting. */
        GIFT_LOST,
        /** A gift that still waits although its receiver was online for long enough. */
        GIFT_LATE
    }

    @Override
    public String toString() {
        return kind + " " + key + ": " + what;
    }
}
