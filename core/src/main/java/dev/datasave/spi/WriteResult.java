package dev.datasave.spi;

import java.time.Instant;
import java.util.Optional;

/** What became of one write. */
public sealed interface WriteResult {

    /**
     * It was accepted, now or when it was sent before (R8).
     *
     * @param revision the new revision, expected + 1; a forgotten entry answers expected + 1 too
     * @param updated when, by the storage's clock
     */
    record Written(long revision, Instant updated) implements WriteResult {}

    /**
     * It was refused and changed nothing.
     *
     * @param current the entry as it is, tombstones included (R7); empty if there is none
     */
    record Refused(Optional<Entry> current) implements WriteResult {}
}
