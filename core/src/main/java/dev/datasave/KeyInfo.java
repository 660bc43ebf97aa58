package dev.datasave;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One revision of a key, without its value. Times are by the storage's clock and for people only; order is by revision (R4).
 *
 * @param key the key
 * @param revision its number, at least 1; it rises by 1 at every write and is never reused
 * @param created when the key was first written, or written for the first time after it was removed
 * @param updated when this revision was written
 * @param userIds the people connected to it; unmodifiable
 * @param metadata its metadata; unmodifiable
 * @param score its score for ordered views, if it has one
 * @param damage what the storage has found wrong with it, if anything: the key may then be wrong, too, and user ids, metadata and score are left out
 */
public record KeyInfo(
        String key,
        long revision,
        Instant created,
        Instant updated,
        Set<String> userIds,
        Map<String, String> metadata,
        OptionalLong score,
        Optional<String> damage) {

    /** Copies the collections. */
    public KeyInfo {
        userIds = Set.copyOf(userIds);
        metadata = Map.copyOf(metadata);
    }
}
