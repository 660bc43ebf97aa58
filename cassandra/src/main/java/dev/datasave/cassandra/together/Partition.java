package dev.datasave.cassandra.together;

import dev.datasave.spi.Entry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry, and the intent that stands on it.
 *
 * @param current the current entry, tombstones included; empty if there is none, even if an intent stands there
 * @param intent the intent; empty if none stands there
 */
public record Partition(Optional<Entry> current, Optional<Intent> intent) {

    /** What the conditions of writes look at. */
    public Standing standing() {
        return new Standing(
                current.map(Entry::revision).orElse(0L),
                current.map(Entry::writeId).orElse(null),
                intent.map(Intent::tx).orElse(null));
    }

    /** Whether the intent of that try stands here. */
    boolean has(@Nullable String tx) {
        return intent.filter(found -> found.isOf(tx)).isPresent();
    }
}
