package dev.datasave.cli.demo;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Measured durations, with exact percentiles. Thread-safe. */
final class Latencies {
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    /**
     * A summary of all durations; all 0 without any.
     *
     * @param count how many
     * @param p50Ms the median in milliseconds
     * @param p99Ms the 99th percentile in milliseconds
     * @param maxMs the longest in milliseconds
     */
    record Summary(int count, double p50Ms, double p99Ms, double maxMs) {}

    void add(long duration) {
        nanos.add(duration);
    }

    int count() {
        return nanos.size();
    }

    Summary summary() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Summary(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double part) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = Math.max(0, (int) Math.ceil(part * sorted.length) - 1);
        return Math.round(sorted[rank] / 10_000.0) / 100.0;
    }
}
