package dev.datasave;

/** What became of an edit by an operator or a plugin (P13). In every case but {@link Applied} nothing was changed. */
public sealed interface EditOutcome {

    /**
     * It is applied and stored.
     *
     * @param where where that was done
     * @param revision the revision that holds it
     */
    record Applied(Where where, long revision) implements EditOutcome {}

    /**
     * Another server holds the profile, and this edit can't travel there: name it (see {@link ProfileOptions#namedEdit}).
     *
     * @param by who holds it
     */
    record HeldElsewhere(Holder by) implements EditOutcome {}

    /** The profile has never existed, or was removed. */
    record Absent() implements EditOutcome {}

    /**
     * The edit threw, its result can't be stored, or the holder does not know its name.
     *
     * @param why what was found
     */
    record Refused(String why) implements EditOutcome {}

    /** The holder did not answer in time; the request is withdrawn, and it is certain that it was not applied and never will be. */
    record Expired() implements EditOutcome {}

    /**
     * The profile could not be had.
     *
     * @param reason why
     */
    record NotPossible(NotLoadedReason reason) implements EditOutcome {}

    /** Where an operator's action was carried out. */
    enum Where {
        /** On this server, which has the profile. */
        HERE,
        /** On this server; nobody had the profile. */
        UNHELD,
        /** On the server that has the profile. */
        OWNER
    }
}
