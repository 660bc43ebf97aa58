package dev.datasave;

/** What became of pinning a revision. */
public sealed interface PinResult {

    /**
     * It is kept until it is unpinned or the profile is erased.
     *
     * @param revision the revision
     * @param name its name now
     */
    record Pinned(long revision, String name) implements PinResult {}

    /** There was no such revision, it is no longer kept, or it is a removal. */
    record NotKept() implements PinResult {}

    /**
     * It is the present state of a profile whose holder did not answer in time, and only what is superseded is history. No name was given; try again.
     *
     * @param by who holds it
     */
    record StillCurrent(Holder by) implements PinResult {}
}
