package dev.datasave.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.Map;
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

    /** What is asked of those who carry out {@code ALL} over several entries. */
    interface Settling {
        /** Finishes or undoes the try whose intent stands on an entry. */
        void settle(EntryId id, String tx);

        /** Waits, for a moment, while this process itself applies an intent to an entry. */
        void whenFree(EntryId id);

        /** Reads an entry on which an intent may stand, without disturbing the try. */
        Optional<Entry> read(EntryId id);
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
        settling.whenFree(id);
        while (true) {
            Look look = look(id, values);
            if (look.tx == null) {
                return look.current;
            }
            settling.settle(id, look.tx);
        }
    }

    /**
     * What stands in a partition.
     *
     * @param current the current entry, if no intent stands on it; null if there is none
     * @param tx the try whose intent stands there; null if none does
     */
    record Look(@Nullable StoredEntry current, @Nullable String tx) {}

    /** What stands there, whether or not it is settled. */
    Look look(EntryId id, boolean values) {
        Optional<Row> row = ring.first(ring.bind(values ? "find" : "find_bare", place.game(), id.store(), id.key()));
        String tx = row.map(found -> found.getString("tx")).orElse(null);
        if (tx != null) {
            return new Look(null, tx);
        }
        StoredEntry found = row.map(columns -> Columns.current(id, columns)).orElse(null);
        known.put(id, found);
        return new Look(found, null);
    }

    /** The entry although an intent stands on it, as that try has left it so far; under a name for its index rows of the caller's choice. */
    @Nullable
    StoredEntry unsettled(EntryId id, String gen) {
        return settling.read(id)
                .map(entry -> new StoredEntry(entry, entry.isTombstone(), "", gen, "", null, Map.of()))
                .orElse(null);
    }

    /** The entry, damaged if its value is not there. */
    Optional<Entry> entry(EntryId id) {
        settling.whenFree(id);
        StoredEntry missing = null;
        for (int tries = 0; tries < TRIES; tries++) {
            Look look = look(id, true);
            StoredEntry found = look.current;
            if (look.tx != null) {
                return settling.read(id);
            } else if (found == null) {
                return Optional.empty();
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
