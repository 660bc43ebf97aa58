package dev.datasave.spi;

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

    /** The content of a removed entry: no value, no user ids, no holder. */
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
