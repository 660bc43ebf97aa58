package dev.datasave.cassandra.together;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one try of an {@code ALL} wants to write into one entry. It is stored beside the entry and becomes its content when the try was committed. While
 * it stands there, nothing else of the entry changes.
 *
 * @param tx the id of the try
 * @param write what is to be written, with what it is based on
 * @param at when it was written, by the storage's clock (R4): the {@code updated} of the new revision, and the begin of the time for which the superseded
 *     one is kept
 */
public record Intent(String tx, Write write, Instant at) {

    /** The entry that it is about. */
    public EntryId id() {
        return write.id();
    }

    /** The revision that it makes. */
    public long revision() {
        return write.expectedRevision() + 1;
    }

    /**
     * The entry as it is when the intent was applied; empty if the intent forgets it.
     *
     * @param current the entry on which the intent stands
     */
    public Optional<Entry> applied(Optional<Entry> current) {
        Content content = write.content();
        if (content == null) {
            return Optional.empty();
        }
        boolean isBorn = current.isEmpty() || (current.get().isTombstone() && content.value() != null);
        Instant created = isBorn ? at : current.get().created();
        return Optional.of(new Entry(id(), revision(), write.writeId(), content, created, at));
    }

    /** Whether it is of that try. */
    boolean isOf(@Nullable String other) {
        return tx.equals(other);
    }
}
