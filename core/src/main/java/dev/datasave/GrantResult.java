package dev.datasave;

/** What became of a grant, for instance of a purchase (see {@link Profile#grantOnceAsync}). */
public sealed interface GrantResult {

    /**
     * It was applied, and is stored with its receipt, also against a power cut where the storage can. The shop may be told so.
     *
     * @param revision the revision that holds it
     */
    record Granted(long revision) implements GrantResult {}

    /**
     * It was applied before, and still is part of the data: nothing was done. The shop may be told so.
     *
     * @param revision the revision that it was applied in
     */
    record AlreadyGranted(long revision) implements GrantResult {}

    /**
     * It was applied before, and a rollback has taken it back since: nothing was done. {@link Profile#grantAgainAsync} applies it anew.
     *
     * @param revision the revision that it was applied in
     */
    record TakenBack(long revision) implements GrantResult {}

    /**
     * The profile was not active here, or can't be saved now: nothing was done. Try again when it is loaded.
     *
     * @param state what it was
     */
    record NotGranted(ProfileState state) implements GrantResult {}
}
