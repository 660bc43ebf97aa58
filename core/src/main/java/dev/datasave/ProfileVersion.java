package dev.datasave;

import java.time.Instant;
import java.util.Optional;

/**
 * One stored revision of a profile, current or superseded, as a listing shows it. Its data is not decoded.
 *
 * @param revision its number
 * @param isCurrent whether it was the current state when it was listed, and so not in the history yet
 * @param isRemoval whether it removed the profile; it then has no data
 * @param updated when it was written, by the storage's clock
 * @param author the server that wrote it; empty if no server of DataSave did
 * @param endsSession whether it is the final state of a session
 * @param pin the name under which it is kept for ever, if it is pinned
 * @param note the operator's action that made it, if it was one
 * @param schema the schema version of its data
 * @param bytes the length of its data, as JSON text in UTF-8
 */
public record ProfileVersion(
        long revision,
        boolean isCurrent,
        boolean isRemoval,
        Instant updated,
        Optional<Author> author,
        boolean endsSession,
        Optional<Pin> pin,
        Optional<Note> note,
        int schema,
        int bytes) {

    /**
     * The server that wrote a revision.
     *
     * @param serverName the server's label, or {@code "?"} if its lease is gone
     * @param incarnation the server's random id
     */
    public record Author(String serverName, String incarnation) {}

    /**
     * The name of a pinned revision.
     *
     * @param name the name
     * @param by the label of the server on which it was pinned
     * @param at when it was pinned, by the storage's clock
     */
    public record Pin(String name, String by, Instant at) {}

    /**
     * An operator's action that made a revision.
     *
     * @param action the kind of action
     * @param why the operator's reason
     * @param by the label of the server on which the action was requested
     */
    public record Note(String action, String why, String by) {}

    /**
     * Which revisions to list, by the time at which they were written (storage's clock), and from which end.
     *
     * @param from lists only revisions written at or after this moment; empty = no bound
     * @param to lists only revisions written at or before this moment; empty = no bound
     * @param oldestFirst whether the list begins at the oldest
     */
    public record Range(Optional<Instant> from, Optional<Instant> to, boolean oldestFirst) {

        /** All revisions, newest first. */
        public static Range all() {
            return new Range(Optional.empty(), Optional.empty(), false);
        }

        /** The revisions written between two moments, both included, newest first. */
        public static Range between(Instant from, Instant to) {
            return new Range(Optional.of(from), Optional.of(to), false);
        }

        /** This range, oldest first. */
        public Range fromOldest() {
            return new Range(from, to, true);
        }
    }

    /** The outcome of pinning a revision. */
    public sealed interface PinResult {

        /**
         * The revision is kept until it is unpinned or the profile is erased.
         *
         * @param revision the revision
         * @param name its new name
         */
        record Pinned(long revision, String name) implements PinResult {}

        /** Nothing was pinned: there is no such revision, it is no longer kept, or it is a removal. */
        record NotKept() implements PinResult {}

        /**
         * The revision is the current state, which can be pinned only after it is superseded, and the profile's holder did not answer in time. No
         * name was given; try again.
         *
         * @param by the session that holds the profile
         */
        record StillCurrent(Holder by) implements PinResult {}
    }
}
