package dev.datasave;

/** What became of withdrawing or editing a message that waits (P11). In every case but {@link Done} nothing was changed. */
public sealed interface MessageChange {

    /** It is stored: the message as it was is never acknowledged any more. */
    record Done() implements MessageChange {}

    /** There is no such message, or no longer: it was acknowledged or withdrawn, or has expired. */
    record NotPending() implements MessageChange {}

    /**
     * The profile is held by a server that did not answer within 10 s, and will not do it any more. Try again.
     *
     * @param by who holds it
     */
    record NotReached(Holder by) implements MessageChange {}
}
