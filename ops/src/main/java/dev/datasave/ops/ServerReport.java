package dev.datasave.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A server that has a lease on the storage.
 *
 * @param name its label; nothing is decided by it
 * @param incarnation its random id
 * @param since when it first wrote its lease, by the storage's clock
 * @param leaseAge how long ago it renewed its lease, by the storage's clock
 * @param leaseTime how long its lease lasts
 * @param version the version of DataSave that it runs; empty if its lease does not say
 * @param profilesHeld how many entries it holds, counted up to {@link #MOST_COUNTED}
 * @param isThisTool whether it is this library's own server, which exists as long as the tool runs
 */
public record ServerReport(
        String name,
        String incarnation,
        Instant since,
        Duration leaseAge,
        Duration leaseTime,
        Optional<String> version,
        int profilesHeld,
        boolean isThisTool) {
    /** The most entries that are counted; a server that holds more shows this number. */
    public static final int MOST_COUNTED = 10_000;

    /** True if it has not renewed its lease in time: it is dead, or the storage's clock was set. Another server frees what it holds. */
    public boolean isOverdue() {
        return leaseAge.compareTo(leaseTime) > 0;
    }
}
