package dev.datasave;

import java.util.List;

/** The outcome of a rollback (P13). In every case but {@link RolledBack} nothing was changed. */
public sealed interface RollbackOutcome {

    /**
     * The profile now has the data of the older revision. Its user ids and metadata are kept.
     *
     * @param where where the rollback was carried out
     * @param revision the revision that contains the restored data
     * @param undo the last revision before the rollback; roll back to it to undo the rollback
     * @param takenBack the grants and messages applied after the older revision, whose effects are no longer part of the data
     */
    record RolledBack(EditOutcome.Where where, long revision, long undo, TakenBack takenBack)
            implements RollbackOutcome {}

    /**
     * The grants and messages that a rollback has taken back. Each can be applied anew by its id.
     *
     * @param receipts ids of grants, for {@link Profile#grantAgainAsync}; the newest 1,000
     * @param messages ids of acknowledged messages, for {@link ProfileStore#messageAgainAsync}; only those among the profile's newest 32
     */
    record TakenBack(List<String> receipts, List<String> messages) {
        /** Copies both. */
        public TakenBack {
            receipts = List.copyOf(receipts);
            messages = List.copyOf(messages);
        }
    }

    /**
     * The profile has been written since the operator looked.
     *
     * @param found its current revision
     */
    record Moved(long found) implements RollbackOutcome {}

    /** The older revision is not kept, or has no data. */
    record NoSuchRevision() implements RollbackOutcome {}

    /**
     * The older revision's data can't be read by this version of the game.
     *
     * @param why the problem that was found
     */
    record Refused(String why) implements RollbackOutcome {}

    /** The holder did not answer in time. The request is withdrawn: it was certainly not carried out, and never will be. */
    record Expired() implements RollbackOutcome {}

    /**
     * This server could not get hold of the profile.
     *
     * @param reason why it could not be loaded
     */
    record NotPossible(NotLoadedReason reason) implements RollbackOutcome {}
}
