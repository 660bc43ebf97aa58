package dev.datasave.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conditional write of one entry. It is accepted only if the entry still has the revision <em>and</em> the write id that the write is based on
 * (R1).
 *
 * @param id the entry's id
 * @param expectedRevision the revision that the write is based on; 0 = the entry does not exist
 * @param expectedWriteId the write id of that revision; null exactly if the revision is 0
 * @param writeId this write's own id, 1 to {@link Limits#WRITE_ID_BYTES} bytes; a repeated write is recognised by it (R8)
 * @param content the new content, without a score if it is a tombstone; null = forget: the entry is removed with its history and without a tombstone, which is meant only for entries that
 *     a late write may bring back without harm
 * @param durability what an accepted write survives
 * @param superseded how long the revision that this write supersedes is kept
 * @param purgesHistory whether all of the entry's history is removed in the same atomic step; {@code superseded} then has no effect
 */
public record Write(
        EntryId id,
        long expectedRevision,
        @Nullable String expectedWriteId,
        String writeId,
        @Nullable Content content,
        Durability durability,
        Retention superseded,
        boolean purgesHistory) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if only one of expected revision and expected write id is given, a write id breaks R10, there is no entry to
     *     forget, or a tombstone has a score
     */
    public Write {
        if (expectedRevision < 0 || (expectedRevision == 0) != (expectedWriteId == null)) {
            throw new IllegalArgumentException("expected revision of " + id + ": found " + expectedRevision
                    + (expectedWriteId == null ? " without" : " with")
                    + " a write id, expected 0 without one or a positive revision with one");
        }
        Limits.checkNullable("expected write id", expectedWriteId, Limits.WRITE_ID_BYTES);
        Limits.check("write id", writeId, 1, Limits.WRITE_ID_BYTES);
        if (content == null && expectedRevision == 0) {
            throw new IllegalArgumentException("forget of " + id + ": found no base, expected the entry to forget");
        }
        if (content != null && content.value() == null && content.score() != null) {
            throw new IllegalArgumentException("tombstone of " + id + ": found a score, expected none");
        }
    }

    /**
     * A write of new content on top of {@code base}, or of a new entry if {@code base} is empty. Its durability is {@link Durability#PROCESS}, and
     * the superseded revision is dropped.
     */
    public static Write put(EntryId id, Optional<Entry> base, String writeId, Content content) {
        return new Write(
                id,
                base.map(Entry::revision).orElse(0L),
                base.map(Entry::writeId).orElse(null),
                writeId,
                content,
                Durability.PROCESS,
                Retention.drop(),
                false);
    }

    /** A write that removes {@code base} and its history, without a tombstone. */
    public static Write forget(Entry base, String writeId) {
        return new Write(
                base.id(), base.revision(), base.writeId(), writeId, null, Durability.PROCESS, Retention.drop(), true);
    }

    /** This write with another durability. */
    public Write durable(Durability newDurability) {
        return new Write(
                id, expectedRevision, expectedWriteId, writeId, content, newDurability, superseded, purgesHistory);
    }

    /** This write with another retention of the revision that it supersedes. */
    public Write superseding(Retention retention) {
        return new Write(id, expectedRevision, expectedWriteId, writeId, content, durability, retention, purgesHistory);
    }

    /** This write, but purging all history of the entry. */
    public Write purging() {
        return new Write(id, expectedRevision, expectedWriteId, writeId, content, durability, superseded, true);
    }

    /** True if this write removes the entry without a tombstone. */
    public boolean isForget() {
        return content == null;
    }

    /** What an accepted write survives once the call has returned. */
    public enum Durability {
        /** The death of the writing process. */
        PROCESS,
        /** A power cut. */
        POWER
    }
}
