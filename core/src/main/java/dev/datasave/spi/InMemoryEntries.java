package dev.datasave.spi;

import dev.datasave.spi.Storage.Transfer.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The entries and their history, in the order of UTF-8 bytes. Not thread-safe.
 *
 * <p>A map's key is its parts joined by U+0000. No part contains that character, and it is the lowest one, so the joined texts sort by the first
 * part, then the second, and so on.
 */
final class InMemoryEntries {
    private final NavigableMap<String, Slot> slots = new TreeMap<>(Utf8Order.INSTANCE);
    private final NavigableMap<String, Slot> held = new TreeMap<>(Utf8Order.INSTANCE);
    private final Map<String, NavigableMap<EntryQuery.Place, Slot>> scored = new HashMap<>();

    /** A superseded revision and when it may be removed; {@link Instant#MAX} = never. */
    private record Version(Entry entry, Instant end) {}

    private static final class Slot {
        private Entry current;
        private final NavigableMap<Long, Version> history = new TreeMap<>();

        Slot(Entry current) {
            this.current = current;
        }
    }

    static String joined(String... parts) {
        return String.join("\0", parts);
    }

    static String place(EntryId id) {
        return joined(id.store(), id.key());
    }

    static String heldPlace(Entry entry) {
        return joined(
                String.valueOf(entry.content().holder()),
                entry.id().store(),
                entry.id().key());
    }

    Optional<Entry> current(EntryId id) {
        return Optional.ofNullable(slots.get(place(id))).map(slot -> slot.current);
    }

    /** The entries from a given place on, in the order of store and key. */
    Stream<Entry> from(String place, boolean inclusive) {
        return entries(slots.tailMap(place, inclusive).values());
    }

    /** The entries, tombstones included, whose history has a revision that matches, from a given place on, in the order of store and key. */
    Stream<Entry> withHistory(String place, boolean inclusive, Predicate<Entry> revision) {
        return slots.tailMap(place, inclusive).values().stream()
                .filter(slot -> slot.history.values().stream().anyMatch(old -> revision.test(old.entry())))
                .map(slot -> slot.current);
    }

    /** The entries that have a holder, from a given place on, in the order of holder, store and key. */
    Stream<Entry> heldFrom(String place, boolean inclusive) {
        return entries(held.tailMap(place, inclusive).values());
    }

    /** The place of an entry that has a score. */
    static EntryQuery.Place scoredPlace(Entry entry) {
        return new EntryQuery.Place(
                Objects.requireNonNull(entry.content().score()), entry.id().key());
    }

    /** The entries with a score in the range, in the order of the query. */
    Stream<Entry> scored(EntryQuery.Scope.Scores query) {
        NavigableMap<EntryQuery.Place, Slot> all = scored.getOrDefault(query.store(), Collections.emptyNavigableMap());
        EntryQuery.Place after = query.after();
        EntryQuery.Place low = beforeAll(query.from());
        EntryQuery.Place high = query.to() == Long.MAX_VALUE ? null : beforeAll(query.to() + 1);
        if (after != null && query.descending()) {
            high = high == null || after.compareTo(high) < 0 ? after : high;
        } else if (after != null) {
            low = after.compareTo(low) > 0 ? after : low;
        }
        if (high != null && low.compareTo(high) >= 0) {
            return Stream.empty();
        }
        NavigableMap<EntryQuery.Place, Slot> between =
                high == null ? all.tailMap(low, false) : all.subMap(low, false, high, false);
        return (query.descending() ? between.descendingMap() : between)
                .values().stream().map(slot -> slot.current);
    }

    /** A place where no entry stands: before all entries with that value. */
    private static EntryQuery.Place beforeAll(long value) {
        return new EntryQuery.Place(new Content.Score(value, Long.MIN_VALUE), "");
    }

    private static Stream<Entry> entries(Collection<Slot> slots) {
        return slots.stream().map(slot -> slot.current).filter(entry -> !entry.isTombstone());
    }

    /** The superseded revisions of an entry, by revision. */
    Stream<Entry> history(EntryId id, boolean descending) {
        Slot slot = slots.get(place(id));
        if (slot == null) {
            return Stream.empty();
        }
        NavigableMap<Long, Version> history = descending ? slot.history.descendingMap() : slot.history;
        return history.values().stream().map(Version::entry);
    }

    void put(Entry entry, Retention superseded, Instant end) {
        Slot slot = slots.get(place(entry.id()));
        if (slot == null) {
            slot = new Slot(entry);
            slots.put(place(entry.id()), slot);
        } else {
            unlist(slot.current);
            if (!(superseded instanceof Retention.Drop)) {
                slot.history.put(slot.current.revision(), new Version(slot.current, end));
            }
            slot.current = entry;
        }
        if (entry.content().holder() != null) {
            held.put(heldPlace(entry), slot);
        }
        if (entry.content().score() != null) {
            scored.computeIfAbsent(entry.id().store(), store -> new TreeMap<>()).put(scoredPlace(entry), slot);
        }
    }

    /** Everything, in the order of a {@link Storage.Transfer.View}. */
    List<Revision> all() {
        List<Revision> all = new ArrayList<>();
        for (Slot slot : slots.values()) {
            all.add(new Revision(slot.current, false, null));
            for (Version old : slot.history.values()) {
                all.add(new Revision(old.entry(), true, old.end().equals(Instant.MAX) ? null : old.end()));
            }
        }
        return all;
    }

    /** Adds a revision as it is, unless there is one in its place. */
    boolean add(Revision revision) {
        Entry entry = revision.entry();
        Slot slot = slots.get(place(entry.id()));
        if (!revision.superseded() && slot == null) {
            put(entry, Retention.drop(), Instant.MAX);
            return true;
        } else if (revision.superseded() && slot != null) {
            Instant end = revision.end() == null ? Instant.MAX : revision.end();
            return slot.history.putIfAbsent(entry.revision(), new Version(entry, end)) == null;
        }
        return false;
    }

    void purge(EntryId id) {
        Slot slot = slots.get(place(id));
        if (slot != null) {
            slot.history.clear();
        }
    }

    void forget(EntryId id) {
        Slot slot = slots.remove(place(id));
        if (slot != null) {
            unlist(slot.current);
        }
    }

    /** Takes an entry off the lists by holder and by score. */
    private void unlist(Entry entry) {
        if (entry.content().holder() != null) {
            held.remove(heldPlace(entry));
        }
        NavigableMap<EntryQuery.Place, Slot> ranking = scored.get(entry.id().store());
        if (entry.content().score() != null && ranking != null) {
            ranking.remove(scoredPlace(entry));
        }
    }

    boolean retain(EntryId id, long revision, Retention retention, Instant end) {
        Slot slot = slots.get(place(id));
        if (slot == null) {
            return false;
        }
        return retention instanceof Retention.Drop
                ? slot.history.remove(revision) != null
                : slot.history.computeIfPresent(revision, (key, old) -> new Version(old.entry(), end)) != null;
    }

    /**
     * Removes revisions and tombstones whose time has passed. A tombstone goes only after its last superseded revision, so that no revision number is
     * reused (R2).
     */
    int sweep(Instant now, int limit) {
        int removed = 0;
        for (Iterator<Slot> all = slots.values().iterator(); all.hasNext() && removed < limit; ) {
            Slot slot = all.next();
            for (Iterator<Version> old = slot.history.values().iterator(); old.hasNext() && removed < limit; ) {
                if (!old.next().end().isAfter(now)) {
                    old.remove();
                    removed++;
                }
            }
            if (removed < limit && slot.history.isEmpty() && isOver(slot.current, now)) {
                unlist(slot.current);
                all.remove();
                removed++;
            }
        }
        return removed;
    }

    /** How many superseded revisions have passed their time. */
    long due(Instant now) {
        return slots.values().stream()
                .flatMap(slot -> slot.history.values().stream())
                .filter(old -> !old.end().isAfter(now))
                .count();
    }

    /** How many superseded revisions there are. */
    long superseded() {
        return slots.values().stream().mapToLong(slot -> slot.history.size()).sum();
    }

    private static boolean isOver(Entry entry, Instant now) {
        return entry.isTombstone()
                && !entry.updated().plus(Limits.TOMBSTONE_KEPT).isAfter(now);
    }

    void clear() {
        slots.clear();
        held.clear();
        scored.clear();
    }
}
