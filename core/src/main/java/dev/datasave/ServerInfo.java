package dev.datasave;

import java.time.Instant;

/**
 * A server that counts as living because it has a lease.
 *
 * @param serverName its label
 * @param incarnation its random id
 * @param since when it first wrote its lease, by the storage's clock
 */
public record ServerInfo(String serverName, String incarnation, Instant since) {}
