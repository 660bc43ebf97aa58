package dev.datasave;

/** The outcome of removing a profile. */
public sealed interface WipeResult {

    /**
     * The profile is removed, and the next load starts from the template. Its history stays as long as the policy says, so it can be rolled back.
     *
     * @param revision the revision of the removal
     */
    record Wiped(long revision) implements WipeResult {}

    /** The profile has never existed, or was removed before. */
    record Absent() implements WipeResult {}

    /**
     * The profile could not be taken from its holder.
     *
     * @param reason why it could not be loaded
     */
    record NotPossible(NotLoadedReason reason) implements WipeResult {}
}
