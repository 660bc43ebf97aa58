package dev.datasave.tck.scale;

import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what a storage is asked for, second by second of virtual time. One thread. */
final class Tally {
    private final List<Second> seconds = new ArrayList<>();
    private final Map<EntryId, int[]> entries = new HashMap<>();
    private final Map<String, int[]> listed = new HashMap<>();
    private Second now = new Second();
    private boolean isOn;

    /** What was asked for in one second. */
    private static final class Second {
        private final Map<Demand, Integer> asked = new EnumMap<>(Demand.class);
        private long calls;
        private long bytes;
        private long keptBytes;
        private int refused;
    }

    /** The figures of a while. */
    record Figures(
            int seconds,
            Map<Demand, Double> perSecond,
            double calls,
            double mostCalls,
            double mostCallsInThree,
            double operations,
            double mostOperationsInThree,
            double bytes,
            double keptBytes,
            double refused,
            String busiestEntry,
            double busiestEntryRate,
            String busiestStore,
            double busiestStoreRate) {}

    void call() {
        now.calls++;
    }

    void list(Demand asked) {
        now.asked.merge(asked, 1, Integer::sum);
    }

    void entry(Demand asked, EntryId id, int bytes) {
        now.asked.merge(asked, 1, Integer::sum);
        now.bytes += bytes;
        if (isOn) {
            entries.computeIfAbsent(id, any -> new int[1])[0]++;
        }
    }

    void refused() {
        now.refused++;
    }

    void kept(int bytes) {
        now.keptBytes += bytes;
    }

    /** An entry of that store has come to be, or has gone: lists of the store's keys change. */
    void listed(String store) {
        if (isOn) {
            listed.computeIfAbsent(store, any -> new int[1])[0]++;
        }
    }

    /** A second is over. */
    void tick() {
        if (isOn) {
            seconds.add(now);
        }
        now = new Second();
    }

    void begin() {
        isOn = true;
        seconds.clear();
        entries.clear();
        listed.clear();
    }

    Figures end() {
        isOn = false;
        int size = Math.max(1, seconds.size());
        Map<Demand, Double> perSecond = new EnumMap<>(Demand.class);
        for (Demand kind : Demand.values()) {
            perSecond.put(
                    kind,
                    seconds.stream()
                                    .mapToLong(second -> second.asked.getOrDefault(kind, 0))
                                    .sum()
                            / (double) size);
        }
        Map.Entry<EntryId, int[]> entry = most(entries);
        Map.Entry<String, int[]> store = most(listed);
        Figures figures = new Figures(
                size,
                perSecond,
                seconds.stream().mapToLong(second -> second.calls).sum() / (double) size,
                seconds.stream().mapToLong(second -> second.calls).max().orElse(0),
                mostInThree(seconds.stream().mapToLong(second -> second.calls).toArray()),
                perSecond.values().stream().mapToDouble(Double::doubleValue).sum(),
                mostInThree(seconds.stream().mapToLong(Tally::operations).toArray()),
                seconds.stream().mapToLong(second -> second.bytes).sum() / (double) size,
                seconds.stream().mapToLong(second -> second.keptBytes).sum() / (double) size,
                seconds.stream().mapToLong(second -> second.refused).sum() / (double) size,
                entry == null ? "" : entry.getKey().store(),
                entry == null ? 0 : entry.getValue()[0] / (double) size,
                store == null ? "" : store.getKey(),
                store == null ? 0 : store.getValue()[0] / (double) size);
        entries.clear();
        listed.clear();
        seconds.clear();
        return figures;
    }

    private static long operations(Second second) {
        return second.asked.values().stream().mapToLong(Integer::longValue).sum();
    }

    private static double mostInThree(long[] each) {
        double most = 0;
        for (int i = 0; i + 2 < each.length; i++) {
            most = Math.max(most, (each[i] + each[i + 1] + each[i + 2]) / 3.0);
        }
        return most;
    }

    private static <K> Map.@Nullable Entry<K, int[]> most(Map<K, int[]> counts) {
        return counts.entrySet().stream()
                .max(Comparator.comparingInt(one -> one.getValue()[0]))
                .orElse(null);
    }
}
