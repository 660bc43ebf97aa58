package dev.datasave;

import java.time.Instant;

/**
 * Who holds a profile.
 *
 * @param serverName the label of the server, or {@code "?"} where its lease is gone; never used to decide anything
 * @param incarnation the random id of the running server
 * @param since when the profile was last written under this session or an earlier moment of it; by the storage's clock
 */
public record Holder(String serverName, String incarnation, Instant since) {}
