package dev.datasave;

/** What became of removing a profile. */
public sealed interface WipeResult {

    /**
     * The profile is removed: the next load starts from the template. Its history is kept by the policy, to roll back to.
     *
     * @param revision the revision that says so
     */
    record Wiped(long revision) implements WipeResult {}

    /** It has never existed, or was removed before. */
    record Absent() implements WipeResult {}

    /**
     * It could not be taken from its holder.
     *
     * @param reason why
     */
    record NotPossible(NotLoadedReason reason) implements WipeResult {}
}
