package dev.datasave;

/** The outcome of an edit by an operator or a plugin (P13). In every case but {@link Applied} nothing was changed. */
public sealed interface EditOutcome {

    /**
     * The edit is applied and stored.
     *
     * @param where where the edit was carried out
     * @param revision the revision that contains the edit
     */
    record Applied(Where where, long revision) implements EditOutcome {}

    /**
     * Another server holds the profile, and a function can't be sent there. Use a {@linkplain ProfileOptions#namedEdit named edit} instead.
     *
     * @param by the session that holds it
     */
    record HeldElsewhere(Holder by) implements EditOutcome {}

    /** The profile has never existed, or was removed. */
    record Absent() implements EditOutcome {}

    /**
     * The edit threw, its result can't be stored, or the holder does not know an edit of that name.
     *
     * @param why the problem that was found
     */
    record Refused(String why) implements EditOutcome {}

    /**
     * The profile was written since the operator looked.
     *
     * @param found its current revision
     */
    record Moved(long found) implements EditOutcome {}

    /** The holder did not answer in time. The request is withdrawn: it was certainly not applied, and never will be. */
    record Expired() implements EditOutcome {}

    /**
     * This server could not get hold of the profile.
     *
     * @param reason why it could not be loaded
     */
    record NotPossible(NotLoadedReason reason) implements EditOutcome {}

    /** Where an operator's action was carried out. */
    enum Where {
        /** On this server, which had the profile loaded. */
        HERE,
        /** On this server, while no server held the profile. */
        UNHELD,
        /** On the other server that had the profile loaded. */
        OWNER
    }
}
