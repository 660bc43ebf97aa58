package dev.datasave;

import java.time.Instant;

/**
 * A server that lives, as far as its lease says.
 *
 * @param serverName its label
 * @param incarnation its random id
 * @param since when it was first seen, by the storage's clock: when it wrote its lease
 */
public record ServerInfo(String serverName, String incarnation, Instant since) {}
