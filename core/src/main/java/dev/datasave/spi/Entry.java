package dev.datasave.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One revision of an entry, current or superseded. Two objects stand for the same revision if id, revision and write id are equal. Values are never
 * compared as text, because databases reorder keys and rewrite numbers.
 *
 * <p>A storage that finds an entry damaged answers with a {@linkplain #damaged damaged} one, so that the other entries of the call can be read all the
 * same. It never answers that such an entry does not exist.
 *
 * @param id the entry's id
 * @param revision its number, at least 1; it rises by 1 at every write and is never reused. 0 if the entry is damaged and its number can't be read
 * @param writeId the id of the write that made this revision
 * @param content its content
 * @param created when the entry's first revision was written, or its first revision after a tombstone; by the storage's clock (R4)
 * @param updated when this revision was written; by the storage's clock (R4)
 * @param damage null for a sound entry; else what the storage found and expected, in words without payloads. The other parts are then what was read,
 *     and may be wrong
 */
public record Entry(
        EntryId id,
        long revision,
        String writeId,
        Content content,
        Instant created,
        Instant updated,
        @Nullable String damage) {

    /** A sound entry. */
    public Entry(EntryId id, long revision, String writeId, Content content, Instant created, Instant updated) {
        this(id, revision, writeId, content, created, updated, null);
    }

    /** An entry that is stored, but can't be read as it was written; {@code damage} says what was found and expected. */
    public static Entry damaged(
            EntryId id, long revision, String writeId, Instant created, Instant updated, String damage) {
        return new Entry(id, revision, writeId, Content.TOMBSTONE, created, updated, damage);
    }

    /**
     * The content.
     *
     * @throws IllegalStateException if the entry is damaged, with the damage as its message
     */
    @Override
    public Content content() {
        if (damage != null) {
            throw new IllegalStateException(damage);
        }
        return content;
    }

    /** True if the storage found the entry damaged. */
    public boolean isDamaged() {
        return damage != null;
    }

    /** True if the entry was removed: its content has no value. A damaged entry counts as one that was not removed. */
    public boolean isTombstone() {
        return damage == null && content.value() == null;
    }
}
