package dev.datasave.copy;

/**
 * How far a copy is.
 *
 * @param phase what is being done
 * @param done how many revisions this phase has been through
 * @param all how many there are
 */
public record CopyProgress(Phase phase, long done, long all) {

    /** What a copy does, in this order. */
    public enum Phase {
        /** A backup is read and checked, before anything is written. */
        CHECKING,
        /** Revisions are written. */
        COPYING,
        /** Both sides are read and compared. */
        COMPARING
    }
}
