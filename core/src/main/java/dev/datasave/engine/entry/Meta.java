package dev.datasave.engine.entry;

import dev.datasave.spi.Content;
import dev.datasave.spi.Limits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is saved beside a profile's data; it is changed and saved as one. Immutable.
 *
 * @param userIds the people connected
 * @param metadata the game's metadata
 * @param score the score for ordered views, or null
 * @param isListed whether the profile may have a score
 * @param marks the messages that the profile got
 */
public record Meta(
        Set<String> userIds,
        Map<String, String> metadata,
        Content.@Nullable Score score,
        boolean isListed,
        Marks marks) {

    private static final Meta NONE = new Meta(Set.of(), Map.of(), null, true, Marks.NONE);

    public static Meta of(Content content, EntryFormat format) {
        Meta meta = new Meta(
                content.userIds(),
                content.metadata(),
                content.score(),
                !format.isUnlisted(),
                format.memory().marks());
        return meta.equals(NONE) ? NONE : meta;
    }

    /** With more people connected; itself if there are none. */
    public Meta withUserIds(Set<String> more) {
        Set<String> all = new HashSet<>(userIds);
        return all.addAll(more)
                ? new Meta(Set.copyOf(Limits.checkUserIds(all)), metadata, score, isListed, marks)
                : this;
    }

    /** Without a person; itself if that person is not connected. */
    public Meta withoutUserId(String userId) {
        Set<String> others = new HashSet<>(userIds);
        return others.remove(userId) ? new Meta(Set.copyOf(others), metadata, score, isListed, marks) : this;
    }

    /** With one pair of the metadata changed, or removed where the value is null; itself if that changes nothing. */
    public Meta withMetadata(String name, @Nullable String value) {
        Map<String, String> all = new HashMap<>(metadata);
        String before = value == null ? all.remove(name) : all.put(name, value);
        return Objects.equals(before, value)
                ? this
                : new Meta(userIds, Map.copyOf(Limits.checkMetadata(all)), score, isListed, marks);
    }

    /** With another score; itself if the profile is not listed. */
    public Meta withScore(Content.@Nullable Score newScore) {
        return isListed ? new Meta(userIds, metadata, newScore, true, marks) : this;
    }

    /** Off the list, or on it again, in any case without a score for now; itself if that changes nothing. */
    public Meta withListed(boolean whether) {
        return whether == isListed ? this : new Meta(userIds, metadata, null, whether, marks);
    }

    public Meta withMarks(Marks newMarks) {
        return new Meta(userIds, metadata, score, isListed, newMarks);
    }

    /** The score as the game sees it. */
    public OptionalLong shownScore() {
        return shown(score);
    }

    /** A stored score as the game sees it. */
    public static OptionalLong shown(Content.@Nullable Score score) {
        return score == null ? OptionalLong.empty() : OptionalLong.of(score.value());
    }
}
