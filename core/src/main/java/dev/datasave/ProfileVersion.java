package dev.datasave;

import java.time.Instant;
import java.util.Optional;

/**
 * One stored revision of a profile, present or superseded, as a listing shows it: nothing of its data was decoded.
 *
 * @param revision its counter
 * @param isCurrent whether it was the present state when it was listed; such a one is not in the history yet
 * @param isRemoval whether the profile was removed by it: it has no data
 * @param updated when it was written, by the storage's clock
 * @param author the server that wrote it; empty if no server of DataSave did
 * @param endsSession whether it is the final state of a session
 * @param pin the name under which it is kept for ever, if it is
 * @param note what an operator did to make it, if one did
 * @param schema the schema version of its data
 * @param bytes how long its data is as JSON text in UTF-8
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
     * Who wrote a revision.
     *
     * @param serverName the server's label, or {@code "?"} where its lease is gone
     * @param incarnation the server's random id
     */
    public record Author(String serverName, String incarnation) {}

    /**
     * A revision's name.
     *
     * @param name the name
     * @param by the label of the server on which it was given
     * @param at when, by the storage's clock
     */
    public record Pin(String name, String by, Instant at) {}

    /**
     * What an operator did.
     *
     * @param action what
     * @param why the reason that he gave
     * @param by who: the label of the server on which it was asked for
     */
    public record Note(String action, String why, String by) {}

    /**
     * Which earlier revisions are listed, by the time when they were written (storage's clock), and from which end.
     *
     * @param from only those written at or after this moment; empty = no bound
     * @param to only those written at or before this moment; empty = no bound
     * @param oldestFirst whether the list begins at the oldest
     */
    public record Range(Optional<Instant> from, Optional<Instant> to, boolean oldestFirst) {

        /** All revisions, newest first. */
        public static Range all() {
            return new Range(Optional.empty(), Optional.empty(), false);
        }

        /** Those written between two moments, both included, newest first. */
        public static Range between(Instant from, Instant to) {
            return new Range(Optional.of(from), Optional.of(to), false);
        }

        /** This range, oldest first. */
        public Range fromOldest() {
            return new Range(from, to, true);
        }
    }

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
}
