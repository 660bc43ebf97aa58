package dev.datasave.ops;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An entry that a search has found, without its value.
 *
 * @param store its store; names that begin with {@code ~} are DataSave's own
 * @param key its key, as it is stored: it may hold any character
 * @param revision its newest revision
 * @param created when it was first written, by the storage's clock
 * @param updated when it was last written, by the storage's clock
 * @param userIds the people connected to it
 * @param score its score, if it has one
 * @param holder the incarnation of the server that holds it, if one does
 * @param damage what the storage found wrong with it, if anything
 */
public record Match(
        String store,
        String key,
        long revision,
        Instant created,
        Instant updated,
        Set<String> userIds,
        OptionalLong score,
        Optional<String> holder,
        Optional<String> damage) {

    /** Copies the user ids. */
    public Match {
        userIds = Set.copyOf(userIds);
    }

    static Match of(Entry entry) {
        Content content = entry.isDamaged() ? Content.TOMBSTONE : entry.content();
        Content.Score score = content.score();
        return new Match(
                entry.id().store(),
                entry.id().key(),
                entry.revision(),
                entry.created(),
                entry.updated(),
                content.userIds(),
                score == null ? OptionalLong.empty() : OptionalLong.of(score.value()),
                StoredForms.incarnation(content.holder()),
                Optional.ofNullable(entry.damage()));
    }
}
