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
 * @param id which
 * @param base what it is based on: as it was read, or empty where it must not exist
 * @param content what it is to hold
 * @param superseded how long what it supersedes is kept
 */
public record SideWrite(EntryId id, Optional<Entry> base, Content content, Retention superseded) {

    public Write write(String writeId) {
        return Write.put(id, base, writeId, content)
                .durable(Write.Durability.POWER)
                .superseding(superseded);
    }
}
