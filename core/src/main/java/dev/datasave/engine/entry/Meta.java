package dev.datasave.engine.entry;

import dev.datasave.spi.Content;
import dev.datasave.spi.Limits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is saved beside a profile's data; it is changed and saved as one. Immutable.
 *
 * @param userIds the people connected
 * @param metadata the game's metadata
 * @param score the score for ordered views, or null
 * @param marks the messages that the profile got
 */
public record Meta(
        Set<String> userIds,
        Map<String, String> metadata,
        @Nullable Double score,
        Marks marks) {

    public static Meta of(Content content, Marks marks) {
        return new Meta(content.userIds(), content.metadata(), content.score(), marks);
    }

    /** With more people connected; itself if there are none. */
    public Meta withUserIds(Set<String> more) {
        Set<String> all = new HashSet<>(userIds);
        return all.addAll(more) ? new Meta(Set.copyOf(Limits.checkUserIds(all)), metadata, score, marks) : this;
    }

    /** Without a person; itself if that person is not connected. */
    public Meta withoutUserId(String userId) {
        Set<String> others = new HashSet<>(userIds);
        return others.remove(userId) ? new Meta(Set.copyOf(others), metadata, score, marks) : this;
    }

    /** With one pair of the metadata changed, or removed where the value is null; itself if that changes nothing. */
    public Meta withMetadata(String name, @Nullable String value) {
        Map<String, String> all = new HashMap<>(metadata);
        String before = value == null ? all.remove(name) : all.put(name, value);
        return Objects.equals(before, value)
                ? this
                : new Meta(userIds, Map.copyOf(Limits.checkMetadata(all)), score, marks);
    }

    public Meta withScore(@Nullable Double newScore) {
        return new Meta(userIds, metadata, newScore, marks);
    }

    public Meta withMarks(Marks newMarks) {
        return new Meta(userIds, metadata, score, newMarks);
    }
}
