package dev.datasave.engine.entry;

import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mark that a moved profile leaves in the tombstone of its old key (P15). As long as it stands, no profile is born under that key. Immutable.
 *
 * @param to the key to which the profile has gone
 * @param last the last revision that the profile had under the old key
 */
public record Departure(String to, long last) {
    private static final String MOVED = "moved";
    private static final int MOST_HOPS = 64;

    /** The mark in an entry; none if the entry is no tombstone, or its profile was not moved. */
    public static Optional<Departure> of(Optional<Entry> entry) {
        return entry.filter(Entry::isTombstone).flatMap(Departure::in);
    }

    private static Optional<Departure> in(Entry tombstone) {
        String system = tombstone.content().system();
        if (system == null || !system.contains(MOVED)) {
            return Optional.empty();
        }
        try {
            JsonObject json = EntryFormat.object(system, "system of " + tombstone.id());
            if (!json.has(MOVED)) {
                return Optional.empty();
            }
            JsonObject moved = JsonFields.object(json, MOVED);
            return Optional.of(new Departure(JsonFields.text(moved, "to"), JsonFields.number(moved, "last")));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** The tombstone that a profile leaves. It keeps nothing of the profile but its erasures, and says who moved it, and why. */
    public Content tombstone(EntryFormat left, JsonObject note) {
        EntryFormat kept =
                EntryFormat.fresh(0, 0).withErased(left.memory().erased()).withNote(note);
        JsonObject system = EntryFormat.object(kept.text(), "system of a tombstone");
        JsonObject moved = new JsonObject();
        moved.addProperty("to", to);
        moved.addProperty("last", last);
        system.add(MOVED, moved);
        return Content.TOMBSTONE.withSystem(system.toString());
    }

    /**
     * Where a profile is now.
     *
     * @param id its present key
     * @param entry what stands there
     */
    public record Place(EntryId id, Optional<Entry> entry) {
        /** Whether there is a profile. */
        public boolean isThere() {
            return entry.filter(found -> !found.isTombstone()).isPresent();
        }
    }

    /** Follows the marks from an entry that was just read to where none stands. Blocking, but reads nothing where the entry has no mark. */
    public static Place follow(Storage storage, EntryId id, Optional<Entry> read) {
        Set<String> seen = new HashSet<>(Set.of(id.key()));
        Place place = new Place(id, read);
        Optional<Departure> next = of(read);
        while (next.isPresent() && seen.add(next.get().to()) && seen.size() < MOST_HOPS) {
            EntryId there = new EntryId(id.store(), next.get().to());
            place = new Place(there, storage.read(List.of(there)).getFirst());
            next = of(place.entry());
        }
        return place;
    }
}
