package dev.datasave.cassandra.together;

import dev.datasave.spi.Write;
import org.jspecify.annotations.Nullable;

/**
 * What the conditions of writes look at in an entry. A refused conditional statement answers it without a second read.
 *
 * @param revision the current revision; 0 = there is none
 * @param writeId the write id of that revision; null exactly if the revision is 0
 * @param tx the try whose intent stands on the entry; null = none does
 */
public record Standing(
        long revision, @Nullable String writeId, @Nullable String tx) {

    /**
     * The try that has to be settled before it is known whether the write is refused; null if nothing is in the way. Not only a write that fits can be held up
     * by an intent: one that does not fit yet may be based on what the intent will make of the entry, as {@link Together#read} has answered it already.
     */
    public @Nullable String obstacle(Write write) {
        return fits(write) || revision < write.expectedRevision() ? tx : null;
    }

    /** R1: the entry is still at the revision that the write is based on. An intent may stand on it all the same. */
    boolean fits(Write write) {
        String expected = write.expectedWriteId();
        return revision == write.expectedRevision() && (expected == null || expected.equals(writeId));
    }
}
