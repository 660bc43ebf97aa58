package dev.datasave;

import java.time.Instant;
import java.util.Optional;

/**
 * Which earlier revisions are listed, by the time when they were written (storage's clock), and from which end.
 *
 * @param from only those written at or after this moment; empty = no bound
 * @param to only those written at or before this moment; empty = no bound
 * @param oldestFirst whether the list begins at the oldest
 */
public record VersionRange(Optional<Instant> from, Optional<Instant> to, boolean oldestFirst) {

    /** All revisions, newest first. */
    public static VersionRange all() {
        return new VersionRange(Optional.empty(), Optional.empty(), false);
    }

    /** Those written between two moments, both included, newest first. */
    public static VersionRange between(Instant from, Instant to) {
        return new VersionRange(Optional.of(from), Optional.of(to), false);
    }

    /** This range, oldest first. */
    public VersionRange fromOldest() {
        return new VersionRange(from, to, true);
    }
}
