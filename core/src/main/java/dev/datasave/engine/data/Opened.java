package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import dev.datasave.ProfileId;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.spi.Content;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stored value, opened for a session.
 *
 * @param data the data
 * @param leftover what the codec doesn't know, to be kept
 * @param text how the data encodes now
 * @param differs whether the text differs from the stored one, because it was migrated or reconciled
 * @param schema the schema version to write back
 * @param oldestReader the oldest reader to write back
 * @param score the score of a new profile in a ranked store, else null
 */
public record Opened<T>(
        T data,
        @Nullable JsonElement leftover,
        String text,
        boolean differs,
        int schema,
        int oldestReader,
        Content.@Nullable Score score) {

    /** A new profile, from the template. */
    public static <T> Opened<T> fresh(DataFormat<T> format, ProfileId id) {
        DataFormat.Decoded<T> made = format.fresh();
        String text = format.encode(made.data(), null);
        Content.Score score = format.score(id, made.data(), null);
        return new Opened<>(made.data(), null, text, false, made.schema(), made.oldestReader(), score);
    }

    /** The content of a new profile's first write. */
    public Content content() {
        return new Content(text, Set.of(), Map.of(), null, score, null);
    }

    /** A stored value. */
    public static <T> Opened<T> stored(DataFormat<T> format, String value, EntryFormat system) {
        DataFormat.Decoded<T> found = format.decode(
                value, system.counters().schema(), system.counters().oldestReader());
        String text = format.encode(found.data(), found.leftover());
        boolean differs = found.migrated() || !(text.equals(value) || format.sameJson(text, value));
        return new Opened<>(found.data(), found.leftover(), text, differs, found.schema(), found.oldestReader(), null);
    }
}
