package dev.datasave.spi;

import java.time.Instant;

/**
 * One revision of an entry, current or superseded. Two objects stand for the same revision if id, revision and write id are equal. Values are never
 * compared as text, because databases reorder keys and rewrite numbers.
 *
 * @param id the entry's id
 * @param revision its number, at least 1; it rises by 1 at every write and is never reused
 * @param writeId the id of the write that made this revision
 * @param content its content
 * @param created when the entry's first revision was written, or its first revision after a tombstone; by the storage's clock (R4)
 * @param updated when this revision was written; by the storage's clock (R4)
 */
public record Entry(EntryId id, long revision, String writeId, Content content, Instant created, Instant updated) {

    /** True if the entry was removed: its content has no value. */
    public boolean isTombstone() {
        return content.value() == null;
    }
}
