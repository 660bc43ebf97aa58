package dev.datasave.cassandra;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.List;

/** What stands in other tables and has no reason any more. Thread-safe. */
final class Leftovers {
    private final Index index;
    private final Bodies bodies;
    private final IndexRow.Place place;

    Leftovers(Index index, Bodies bodies, IndexRow.Place place) {
        this.index = index;
        this.bodies = bodies;
        this.place = place;
    }

    /** Removes, in the background, what stood beside a revision that is no longer current, and beside history that was purged. */
    void dropLater(StoredEntry base, boolean isListedAlike, boolean isKept, List<VersionMark> purged) {
        EntryId id = base.entry().id();
        List<IndexRow> rows = new ArrayList<>(isListedAlike ? List.of() : rows(base));
        for (VersionMark each : purged) {
            rows.addAll(place.superseded(id, each));
            bodies.dropLater(id, each.body());
        }
        index.dropLater(rows);
        if (!isKept) {
            bodies.dropLater(id, base.body());
        }
    }

    private List<IndexRow> rows(StoredEntry current) {
        Entry entry = current.entry();
        return place.current(entry.id(), entry.content(), current.gone(), entry.updated(), current.gen());
    }
}
