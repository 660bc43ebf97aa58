package dev.datasave.cli.demo;

/**
 * One thing that the audit found wrong.
 *
 * @param kind what kind of thing
 * @param key whose profile
 * @param what what was found and what was expected
 */
record Finding(Kind kind, String key, String what) {

    enum Kind {
        /** A state that a player was told is saved is not there. */
        LOST_SAVE,
        /** An earning that a server confirmed, and did not lose by dying, is not there. */
        LOST_EARNING,
        /** Two sessions were accepted at once, or a revision is not by the session that held the profile. */
        DOUBLE_OWNER,
        /** Money that no player earned, or that is missing. */
        MONEY,
        /** A revision that does not follow from the one before it, or can't be read. */
        BROKEN_CHAIN,
        /** A revision that is not there. */
        MISSING_REVISION,
        /** A profile that a server held, although it had closed in order. */
        STILL_HELD,
        /** An item that is in two places, or that nobody found. */
        ITEM_DOUBLED,
        /** An item that somebody had and nobody has. */
        ITEM_LOST,
        /** A transaction that is on one side only, or was not written as one. */
        HALF_TRANSACTION,
        /** A transaction that was answered as done and is not there. */
        LOST_TRANSACTION,
        /** Something that was answered as not done and is there. */
        REFUSED_BUT_DONE,
        /** A gift that was received twice, or would be. */
        GIFT_TWICE,
        /** A gift that was given and is neither received nor waiting. */
        GIFT_LOST,
        /** A gift that still waits, although its player was there for long enough. */
        GIFT_LATE
    }

    @Override
    public String toString() {
        return kind + " " + key + ": " + what;
    }
}
