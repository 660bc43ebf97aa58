package dev.datasave.cassandra;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** Adds and removes rows of the index tables, by plain statements. Thread-safe. */
final class Index {
    private static final int MOST_KNOWN = 100_000;

    private final Ring ring;
    private final Calls calls;
    private final Set<IndexRow> known = ConcurrentHashMap.newKeySet();

    Index(Ring ring, Calls calls) {
        this.ring = ring;
        this.calls = calls;
    }

    /** Adds the rows, all at the same time; returns when each is there. */
    void add(Collection<IndexRow> rows) {
        List<Callable<Boolean>> missing = new ArrayList<>();
        for (IndexRow row : rows) {
            if (!row.table().isShared() || !known.contains(row)) {
                missing.add(() -> add(row));
            }
        }
        if (!missing.isEmpty()) {
            calls.all(missing);
        }
    }

    private boolean add(IndexRow row) {
        ring.write(ring.bind(row.table().add(), row.key().toArray()));
        if (row.table().isShared()) {
            if (known.size() > MOST_KNOWN) {
                known.clear();
            }
            known.add(row);
        }
        return true;
    }

    /** Removes the rows that are no others' too, in the background. */
    void dropLater(Collection<IndexRow> rows) {
        List<IndexRow> own =
                rows.stream().filter(row -> !row.table().isShared()).toList();
        if (!own.isEmpty()) {
            calls.later(() -> drop(own));
        }
    }

    /** Removes the rows that are no others' too. */
    void drop(Collection<IndexRow> rows) {
        List<Callable<Boolean>> all = new ArrayList<>();
        for (IndexRow row : rows) {
            if (!row.table().isShared()) {
                all.add(() -> {
                    ring.write(ring.bind(row.table().drop(), row.key().toArray()));
                    return true;
                });
            }
        }
        if (!all.isEmpty()) {
            calls.all(all);
        }
    }
}
