package dev.datasave.engine.session;

import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Things by the id of an entry, which they know themselves. A hash table with open addressing: for each thing it needs a place of four bytes or so, and no
 * object, which counts where there is one for each loaded profile. Not thread-safe.
 */
final class IdTable<V> {
    private static final int SMALLEST = 16;

    private final Function<V, EntryId> idOf;
    private @Nullable Object[] places = new Object[SMALLEST];
    private int size;

    IdTable(Function<V, EntryId> idOf) {
        this.idOf = idOf;
    }

    @SuppressWarnings("unchecked") // nothing else is put there
    private @Nullable V at(int place) {
        return (V) places[place];
    }

    boolean isEmpty() {
        return size == 0;
    }

    @Nullable
    V get(EntryId id) {
        return at(find(id));
    }

    /** All of them at this moment. */
    List<V> all() {
        List<V> all = new ArrayList<>(size);
        for (int place = 0; place < places.length; place++) {
            V there = at(place);
            if (there != null) {
                all.add(there);
            }
        }
        return all;
    }

    /** Puts it here, in the place of another one with the same id if there is one. */
    void put(V value) {
        int place = find(idOf.apply(value));
        boolean isNew = places[place] == null;
        places[place] = value;
        if (isNew && ++size * 3L > places.length * 2L) {
            resize(places.length * 2);
        }
    }

    /** Removes it; false if it is not here. */
    @SuppressWarnings("ReferenceEquality") // another one may have the same id by now
    boolean remove(V value) {
        int place = find(idOf.apply(value));
        if (places[place] != value) {
            return false;
        }
        places[place] = null;
        size--;
        if (places.length > SMALLEST && size * 6L < places.length) {
            resize(places.length / 2);
        } else {
            closeGap(place);
        }
        return true;
    }

    /** The id's place, or a free one where a search for it ends. */
    private int find(EntryId id) {
        int place = home(id);
        for (V there = at(place); there != null && !idOf.apply(there).equals(id); there = at(place)) {
            place = next(place);
        }
        return place;
    }

    private int home(EntryId id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 16) & (places.length - 1);
    }

    private int next(int place) {
        return (place + 1) & (places.length - 1);
    }

    /** Moves up what stands behind a place that became free, as far as a search for it would end there. */
    private void closeGap(int free) {
        int gap = free;
        for (int place = next(gap); places[place] != null; place = next(place)) {
            int home = home(idOf.apply(Objects.requireNonNull(at(place))));
            int mask = places.length - 1;
            if (((place - home) & mask) >= ((place - gap) & mask)) {
                places[gap] = places[place];
                places[place] = null;
                gap = place;
            }
        }
    }

    private void resize(int length) {
        List<V> all = all();
        places = new Object[length];
        all.forEach(value -> places[find(idOf.apply(value))] = value);
    }
}
