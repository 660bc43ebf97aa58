package dev.datasave.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A server that has a lease, and what it tells of itself. It costs one read of all leases, however much the servers hold.
 *
 * @param name its label; nothing is decided by it
 * @param incarnation its random id
 * @param since when it first wrote its lease, by the storage's clock
 * @param leaseAge how long ago it renewed its lease, by the storage's clock
 * @param leaseTime how long its lease lasts
 * @param figures what it has counted; empty if it is of a version that doesn't tell
 * @param isThisTool whether it is this library's own server, which exists as long as the tool runs
 */
public record ServerPulse(
        String name,
        String incarnation,
        Instant since,
        Duration leaseAge,
        Duration leaseTime,
        Optional<ServerFigures> figures,
        boolean isThisTool) {

    /** True if it has not renewed its lease in time: it is dead, or the storage's clock was set. Another server frees what it holds. */
    public boolean isOverdue() {
        return leaseAge.compareTo(leaseTime) > 0;
    }
}
