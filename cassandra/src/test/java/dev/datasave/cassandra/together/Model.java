package dev.datasave.cassandra.together;

import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A small world, of which every run is looked at.
 *
 * @param name what is special about it
 * @param slots the entries at the beginning
 * @param actors the processes
 * @param lost how many steps may have an unknown outcome in one run
 * @param isMortal whether processes may die, each at any point
 */
record Model(String name, List<Slot> slots, List<Actor> actors, int lost, boolean isMortal) {
    static final Instant AT = Instant.EPOCH;
    static final EntryId A = new EntryId("profiles", "a");
    static final EntryId B = new EntryId("profiles", "b");
    static final EntryId C = new EntryId("profiles", "c");

    /** An entry at its first revision. */
    static Slot existing(EntryId id) {
        return Slot.begin(id, Optional.of(new Entry(id, 1, "first", Content.of("0"), AT, AT)));
    }

    /** An entry that is not there, so that its first intent is all that there is of it. */
    static Slot absent(EntryId id) {
        return Slot.begin(id, Optional.empty());
    }

    static Write write(EntryId id, Optional<Entry> base, String writeId) {
        return Write.put(id, base, writeId, Content.of("1")).superseding(Retention.pin());
    }

    /** A process that writes all these entries on top of how they are at the beginning. */
    static Actor several(String name, String writeId, int tries, int calls, int bears, List<Slot> slots) {
        List<Write> writes = slots.stream()
                .map(slot -> write(slot.id(), slot.current(), writeId))
                .toList();
        return Actor.Several.begin(name, tries, calls, bears, writes);
    }

    /** A process that writes all these entries on top of what another call makes of them, and may come too early. */
    static Actor following(String name, String writeId, String before, List<Slot> slots) {
        List<Write> writes = slots.stream()
                .map(slot -> {
                    Intent made = new Intent("", write(slot.id(), slot.current(), before), AT);
                    return write(slot.id(), made.applied(slot.current()), writeId);
                })
                .toList();
        return Actor.Several.begin(name, 2, 1, 0, writes).tooEarly();
    }

    @Override
    public String toString() {
        return name;
    }
}
