package dev.datasave.bench;

import java.util.List;

/** Percentiles of measured times, by nearest rank. */
public final class Percentiles {
    private final long[] sortedNanos;

    public Percentiles(List<Long> nanos) {
        if (nanos.isEmpty()) {
            throw new IllegalArgumentException("times: found none, expected at least one");
        }
        sortedNanos = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /** The shortest time that at least this share of all times did not exceed; more than 0 and at most 1. */
    public double millis(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share: found " + share + ", expected more than 0 and at most 1");
        }
        return sortedNanos[(int) Math.ceil(share * sortedNanos.length) - 1] / 1e6;
    }

    /** The median; of an even number the greater one of the two in the middle. */
    public static double median(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: found none, expected at least one");
        }
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
