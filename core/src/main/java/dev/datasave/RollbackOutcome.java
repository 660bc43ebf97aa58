package dev.datasave;

import java.util.List;

/** What became of a rollback (P13). In every case but {@link RolledBack} nothing was changed. */
public sealed interface RollbackOutcome {

    /**
     * The profile's data is that of the older revision. Its user ids and metadata are kept.
     *
     * @param where where that was done
     * @param revision the revision that holds it
     * @param undo the revision to roll back to in order to undo this: the last state before
     * @param takenBack what was applied after the older revision, and is no longer part of the data
     */
    record RolledBack(EditOutcome.Where where, long revision, long undo, TakenBack takenBack)
            implements RollbackOutcome {}

    /**
     * What a rollback has taken back, and can be granted anew by naming it.
     *
     * @param receipts grants, for {@link Profile#grantAgainAsync}; the newest 1,000
     * @param messages messages that were acknowledged, for {@link ProfileStore#messageAgainAsync}; those among the newest 32 of the profile
     */
    record TakenBack(List<String> receipts, List<String> messages) {
        /** Copies both. */
        public TakenBack {
            receipts = List.copyOf(receipts);
            messages = List.copyOf(messages);
        }
    }

    /**
     * The profile has moved on since the operator looked.
     *
     * @param found its revision now
     */
    record Moved(long found) implements RollbackOutcome {}

    /** That revision is not kept, or holds no data. */
    record NoSuchRevision() implements RollbackOutcome {}

    /**
     * Its data can't be read by this version of the game.
     *
     * @param why what was found
     */
    record Refused(String why) implements RollbackOutcome {}

    /** The holder did not answer in time; the request is withdrawn, and it is certain that it was not carried out and never will be. */
    record Expired() implements RollbackOutcome {}

    /**
     * The profile could not be had.
     *
     * @param reason why
     */
    record NotPossible(NotLoadedReason reason) implements RollbackOutcome {}
}
