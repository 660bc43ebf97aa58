package dev.datasave;

/** The outcome of a grant, for instance of a purchase (see {@link Profile#grantOnceAsync}). */
public sealed interface GrantResult {

    /**
     * The grant was applied and is stored with its receipt, also against a power cut where the storage supports that. The shop may now be told so.
     *
     * @param revision the revision that contains the grant
     */
    record Granted(long revision) implements GrantResult {}

    /**
     * The grant was applied before and still is part of the data, so nothing was done. The shop may be told so.
     *
     * @param revision the revision in which it was applied
     */
    record AlreadyGranted(long revision) implements GrantResult {}

    /**
     * The grant was applied before, and a rollback has taken it back since. Nothing was done; {@link Profile#grantAgainAsync} applies it anew.
     *
     * @param revision the revision in which it was applied
     */
    record TakenBack(long revision) implements GrantResult {}

    /**
     * The profile was not active on this server, or can't be saved now. Nothing was done; try again when it is loaded.
     *
     * @param state the profile's state
     */
    record NotGranted(ProfileState state) implements GrantResult {}
}
