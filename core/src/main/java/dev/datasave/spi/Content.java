package dev.datasave.spi;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one revision of an entry holds.
 *
 * @param value JSON text, at most {@link Limits#VALUE_BYTES}; null = tombstone (or left out by {@link
 *     EntryQuery#withoutValues()}). JSON escapes ({@code \}{@code u0000}) that no storage can keep are refused like the
 *     characters themselves
 * @param userIds the people connected to the entry, at most {@link Limits#USER_IDS}; unmodifiable, without order
 * @param metadata text to text, at most {@link Limits#METADATA_BYTES} together; unmodifiable
 * @param holder the session token of who holds it, or null; at most {@link Limits#HOLDER_BYTES}
 * @param score a finite number for ordered views, or null
 * @param system the engine's own small JSON text, opaque to the storage, or null
 */
public record Content(
        @Nullable String value,
        Set<String> userIds,
        Map<String, String> metadata,
        @Nullable String holder,
        @Nullable Double score,
        @Nullable String system) {

    /** A removed entry: no value, nobody connected, nobody holding it. */
    public static final Content TOMBSTONE = new Content(null, Set.of(), Map.of(), null, null, null);

    /**
     * Checks all parts and copies the collections.
     *
     * @throws IllegalArgumentException if a part breaks R10 or the score is not finite
     */
    public Content {
        Limits.checkJson("value", value, Limits.VALUE_BYTES);
        userIds = Set.copyOf(Limits.checkUserIds(userIds));
        metadata = Map.copyOf(Limits.checkMetadata(metadata));
        Limits.checkNullable("holder", holder, Limits.HOLDER_BYTES);
        Limits.checkJson("system", system, Limits.SYSTEM_BYTES);
        if (score != null && !Double.isFinite(score)) {
            throw new IllegalArgumentException("score: found " + score + ", expected a finite number");
        }
    }

    /** Only a value. */
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

    /** This content with another system part. */
    public Content withSystem(@Nullable String newSystem) {
        return new Content(value, userIds, metadata, holder, score, newSystem);
    }
}
