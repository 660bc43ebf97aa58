package dev.datasave;

/** What became of a transaction (P12). In every case but {@link Committed} nothing was changed, neither in memory nor in the storage. */
public sealed interface TransactionResult {

    /** Everything is stored, also against a power cut where the storage can, and is what the profiles hold now. */
    record Committed() implements TransactionResult {}

    /** The function answered false. */
    record Declined() implements TransactionResult {}

    /**
     * A profile was not active here when it mattered.
     *
     * @param profile which
     * @param state what it was instead
     */
    record NotActive(ProfileId profile, ProfileState state) implements TransactionResult {}

    /**
     * A profile could not be had for the transaction within 5 s, because its saves are stuck.
     *
     * @param profile which
     */
    record Busy(ProfileId profile) implements TransactionResult {}

    /**
     * A profile has too many messages waiting to take one more.
     *
     * @param profile which
     * @param limit how many may wait
     */
    record TooManyMessages(ProfileId profile, int limit) implements TransactionResult {}

    /**
     * A living server holds an entry of a data store as a profile.
     *
     * @param entry which
     * @param by who holds it
     */
    record Held(ProfileId entry, Holder by) implements TransactionResult {}

    /**
     * Others kept changing an entry of a data store first, for 5 s.
     *
     * @param entry which
     */
    record Contended(ProfileId entry) implements TransactionResult {}
}
