package dev.datasave;

import dev.datasave.spi.Limits;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The user ids, metadata and score that a write to a {@link DataStore} sets beside the value. Immutable: every method returns a changed copy. */
public final class WriteOptions {
    private static final WriteOptions DEFAULTS =
            new WriteOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Optional<Set<String>> userIds;
    private final Optional<Map<String, String>> metadata;
    private final Optional<OptionalLong> score;
    private final Optional<Boolean> listed;

    private WriteOptions(
            Optional<Set<String>> userIds,
            Optional<Map<String, String>> metadata,
            Optional<OptionalLong> score,
            Optional<Boolean> listed) {
        this.userIds = userIds;
        this.metadata = metadata;
        this.score = score;
        this.listed = listed;
    }

    /** The defaults: user ids, metadata and score stay as they are. */
    public static WriteOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Connects exactly these people to the entry; by default the connected people stay the same.
     *
     * @throws IllegalArgumentException if they break R10: at most 100, each 1 to 100 bytes of UTF-8
     */
    public WriteOptions userIds(Set<String> newUserIds) {
        Objects.requireNonNull(newUserIds, "userIds");
        return new WriteOptions(Optional.of(Set.copyOf(Limits.checkUserIds(newUserIds))), metadata, score, listed);
    }

    /**
     * Replaces the metadata; by default it stays the same.
     *
     * @throws IllegalArgumentException if it breaks R10: at most 4 KiB of UTF-8 together
     */
    public WriteOptions metadata(Map<String, String> newMetadata) {
        Objects.requireNonNull(newMetadata, "metadata");
        return new WriteOptions(userIds, Optional.of(Map.copyOf(Limits.checkMetadata(newMetadata))), score, listed);
    }

    /**
     * Replaces the score for ordered views, or removes it if the argument is empty; by default it stays the same. In a store that is
     * {@linkplain DataStoreOptions#rankedBy ranked by} its values, an empty score is the same as {@link #listed listed(false)}, and any other is refused.
     */
    public WriteOptions score(OptionalLong newScore) {
        return new WriteOptions(userIds, metadata, Optional.of(Objects.requireNonNull(newScore, "score")), listed);
    }

    /**
     * Takes the entry off the store's ranking, or lets it back; by default it stays as it is. An entry that is off the list has no score, whatever
     * its value is and whoever sets one, until a write with {@code listed(true)}, or until it is removed.
     */
    public WriteOptions listed(boolean whether) {
        return new WriteOptions(userIds, metadata, score, Optional.of(whether));
    }

    /** See {@link #userIds(Set)}; empty = as they are. */
    public Optional<Set<String>> userIds() {
        return userIds;
    }

    /** See {@link #metadata(Map)}; empty = as they are. */
    public Optional<Map<String, String>> metadata() {
        return metadata;
    }

    /** See {@link #score(OptionalLong)}; empty = as it is. */
    public Optional<OptionalLong> score() {
        return score;
    }

    /** See {@link #listed(boolean)}; empty = as it is. */
    public Optional<Boolean> listed() {
        return listed;
    }
}
