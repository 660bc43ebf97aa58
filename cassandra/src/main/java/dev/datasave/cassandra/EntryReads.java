package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** EntryReads current entries at SERIAL (R3). Thread-safe. */
final class EntryReads {
    private static final int TRIES = 5;

    private final Ring ring;
    private final Bodies bodies;
    private final Known known;
    private final IndexRow.Place place;
    private final Settling settling;

    /** Finishes or undoes the {@code ALL} whose intent stands on an entry. */
    @FunctionalInterface
    interface Settling {
        void settle(EntryId id, String tx);
    }

    EntryReads(Ring ring, Bodies bodies, Known known, IndexRow.Place place, Settling settling) {
        this.ring = ring;
        this.bodies = bodies;
        this.known = known;
        this.place = place;
        this.settling = settling;
    }

    /** The entry as it stands, without its value on demand; null if there is none. An intent that stands there is settled first. */
    @Nullable
    StoredEntry find(EntryId id, boolean values) {
        while (true) {
            Optional<Row> row =
                    ring.first(ring.bind(values ? "find" : "find_bare", place.game(), id.store(), id.key()));
            String tx = row.map(found -> found.getString("tx")).orElse(null);
            if (tx == null) {
                StoredEntry found =
                        row.map(columns -> Columns.current(id, columns)).orElse(null);
                known.put(id, found);
                return found;
            }
            settling.settle(id, tx);
        }
    }

    /** The entry, damaged if its value is not there. */
    Optional<Entry> entry(EntryId id, boolean values) {
        StoredEntry missing = null;
        for (int tries = 0; tries < TRIES; tries++) {
            StoredEntry found = find(id, values);
            if (found == null || !values) {
                return Optional.ofNullable(found).map(StoredEntry::entry);
            }
            Optional<StoredEntry> whole = bodies.complete(found);
            if (whole.isPresent()) {
                return whole.map(StoredEntry::entry);
            }
            if (missing != null && missing.body().equals(found.body())) {
                return Optional.of(Bodies.damaged(found));
            }
            missing = found;
        }
        return Optional.ofNullable(missing).map(Bodies::damaged);
    }
}
