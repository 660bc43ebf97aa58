package dev.datasave.tck;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParser;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An entry to be compared by structure: databases reorder the keys of JSON and rewrite its numbers. */
record Seen(EntryId id, long revision, String writeId, Part content, Instant created, Instant updated) {

    record Part(
            JsonElement value,
            Set<String> userIds,
            Map<String, String> metadata,
            Optional<String> holder,
            Optional<Content.Score> score,
            JsonElement system) {}

    static Seen of(Entry entry) {
        return new Seen(
                entry.id(), entry.revision(), entry.writeId(), of(entry.content()), entry.created(), entry.updated());
    }

    static Part of(Content content) {
        return new Part(
                json(content.value()),
                content.userIds(),
                content.metadata(),
                Optional.ofNullable(content.holder()),
                Optional.ofNullable(content.score()),
                json(content.system()));
    }

    static JsonElement json(@Nullable String text) {
        return text == null ? JsonNull.INSTANCE : JsonParser.parseString(text);
    }
}
