package dev.datasave.spi;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The content of one revision of an entry.
 *
 * @param value JSON text, at most {@link Limits#VALUE_BYTES}; null = tombstone (or left out by {@link EntryQuery#withoutValues()}). Escapes of
 *     characters that no storage can keep ({@code \}{@code u0000}) are refused like the characters themselves
 * @param userIds the people connected to the entry, at most {@link Limits#USER_IDS}; unmodifiable, without order
 * @param metadata pairs of texts, at most {@link Limits#METADATA_BYTES} together; unmodifiable
 * @param holder the token of the session that holds the entry, or null; at most {@link Limits#HOLDER_BYTES}
 * @param score the place in ordered views, or null; a tombstone has none (see {@link Write})
 * @param system the engine's own small JSON text, opaque to the storage, or null
 */
public record Content(
        @Nullable String value,
        Set<String> userIds,
        Map<String, String> metadata,
        @Nullable String holder,
        @Nullable Score score,
        @Nullable String system) {

    /** The content of a removed entry: no value, no user ids, no holder. */
    public static final Content TOMBSTONE = new Content(null, Set.of(), Map.of(), null, null, null);

    /**
     * Checks all parts and copies the collections.
     *
     * @throws IllegalArgumentException if a part breaks R10
     */
    public Content {
        Limits.checkJson("value", value, Limits.VALUE_BYTES);
        userIds = Set.copyOf(Limits.checkUserIds(userIds));
        metadata = Map.copyOf(Limits.checkMetadata(metadata));
        Limits.checkNullable("holder", holder, Limits.HOLDER_BYTES);
        Limits.checkJson("system", system, Limits.SYSTEM_BYTES);
    }

    /**
     * Where an entry stands in ordered views: by value, then by tie, then by the bytes of its key. Storages keep both numbers exactly and give them no
     * other meaning.
     *
     * @param value the score itself
     * @param tie the order among equal values; 0 = by key only
     */
    public record Score(long value, long tie) implements Comparable<Score> {
        private static final Comparator<Score> ORDER =
                Comparator.comparingLong(Score::value).thenComparingLong(Score::tie);

        /** A score whose ties are broken by key. */
        public static Score of(long value) {
            return new Score(value, 0);
        }

        @Override
        public int compareTo(Score other) {
            return ORDER.compare(this, other);
        }
    }

    /** A content with only a value. */
    public static Content of(String value) {
        return new Content(value, Set.of(), Map.of(), null, null, null);
    }

    /** This content with another value. */
    public Content withValue(@Nullable String newValue) {
        return new Content(newValue, userIds, metadata, holder, score, system);
    }

    /** This content with another holder. */
    public Content withHolder(@Nullable String newHolder) {
        return new Content(value, userIds, metadata, newHolder, score, system);
    }

    /** This content with another {@code system} part. */
    public Content withSystem(@Nullable String newSystem) {
        return new Content(value, userIds, metadata, holder, score, newSystem);
    }
}
