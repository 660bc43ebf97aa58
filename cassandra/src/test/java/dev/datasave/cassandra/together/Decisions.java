package dev.datasave.cassandra.together;

import java.util.Map;
import java.util.TreeMap;

/**
 * The decisions of the model.
 *
 * @param rows what stands in the table
 * @param firsts what was decided first about each try, also if the row has gone; nothing in the protocol sees it. A slow settler may decide to abort a try
 *     that was committed, applied and removed long ago
 */
record Decisions(Map<String, Decision> rows, Map<String, Decision> firsts) {
    static final Decisions NONE = new Decisions(Map.of(), Map.of());

    Decision of(String tx) {
        return rows.getOrDefault(tx, Decision.UNDECIDED);
    }

    Decisions decide(String tx, Decision decision) {
        if (rows.containsKey(tx)) {
            return this;
        }
        Map<String, Decision> next = new TreeMap<>(rows);
        next.put(tx, decision);
        Map<String, Decision> all = new TreeMap<>(firsts);
        all.putIfAbsent(tx, decision);
        return new Decisions(next, all);
    }

    /** A committed row is removed. */
    Decisions forget(String tx) {
        return of(tx) == Decision.COMMITTED ? without(tx) : this;
    }

    /** An aborted row has passed its time. */
    Decisions expire(String tx) {
        return without(tx);
    }

    private Decisions without(String tx) {
        Map<String, Decision> next = new TreeMap<>(rows);
        next.remove(tx);
        return new Decisions(next, firsts);
    }
}
