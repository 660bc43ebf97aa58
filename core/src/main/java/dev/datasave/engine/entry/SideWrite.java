package dev.datasave.engine.entry;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.util.Optional;

/**
 * An entry that is written together with profiles.
 *
 * @param id its id
 * @param base the entry as it was read, or empty if there must be none
 * @param content its new content
 * @param superseded how long the superseded revision is kept
 */
public record SideWrite(EntryId id, Optional<Entry> base, Content content, Retention superseded) {

    public Write write(String writeId) {
        return Write.put(id, base, writeId, content)
                .durable(Write.Durability.POWER)
                .superseding(superseded);
    }
}
