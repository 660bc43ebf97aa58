package dev.datasave.spi;

import java.time.Instant;
import java.util.Optional;

/** The outcome of one write. */
public sealed interface WriteResult {

    /**
     * The write was accepted, now or when it was sent before (R8).
     *
     * @param revision the new revision, expected + 1; the same for a write that forgets the entry
     * @param updated when it was written, by the storage's clock
     */
    record Written(long revision, Instant updated) implements WriteResult {}

    /**
     * The write was refused and changed nothing.
     *
     * @param current the current entry, tombstones included (R7); empty if there is none
     */
    record Refused(Optional<Entry> current) implements WriteResult {}
}
