package dev.datasave;

import java.time.Instant;

/**
 * The server and session that hold a profile.
 *
 * @param serverName the label of the server, or {@code "?"} if its lease is gone; nothing is decided by it
 * @param incarnation the random id of the running server
 * @param since when the profile was last written, by the storage's clock
 */
public record Holder(String serverName, String incarnation, Instant since) {}
