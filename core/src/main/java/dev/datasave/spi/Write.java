package dev.datasave.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conditional write of one entry: accepted only if the entry still is the one that it is based on, by revision
 * <em>and</em> write id (R1).
 *
 * @param id which entry
 * @param expectedRevision the revision that it is based on; 0 = the entry does not exist
 * @param expectedWriteId the write id of that revision; null exactly where the revision is 0
 * @param writeId this write's own id, 1 to {@link Limits#WRITE_ID_BYTES} bytes; a repeated write is recognised by it (R8)
 * @param content the new content; null = forget: remove the entry with its history and without a tombstone, only where a late write that
 *     brings it back does no harm
 * @param durability what it survives
 * @param superseded how long the revision that it supersedes is kept
 * @param purgesHistory whether all of the entry's history goes, in the same atomic step; {@code superseded} then has no effect
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
     * @throws IllegalArgumentException if the base is not whole, or a write id breaks R10
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
    }

    /**
     * A write of new content on top of {@code base}, or of a new entry where that is empty; with {@link
     * Durability#PROCESS}, and the superseded revision dropped.
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

    /** A removal of {@code base} without a tombstone, its history included. */
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

    /** This write, purging all history of the entry. */
    public Write purging() {
        return new Write(id, expectedRevision, expectedWriteId, writeId, content, durability, superseded, true);
    }

    /** True if it removes the entry without a tombstone. */
    public boolean isForget() {
        return content == null;
    }

    /** What an accepted write survives from the moment that the call returns. */
    public enum Durability {
        /** The death of the writing process. */
        PROCESS,
        /** A power cut. */
        POWER
    }
}
