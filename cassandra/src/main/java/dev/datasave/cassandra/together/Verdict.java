package dev.datasave.cassandra.together;

import dev.datasave.spi.Entry;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what the caller of an {@code ALL} is told of entries as they were read. */
final class Verdict {
    private Verdict() {}

    /**
     * The results in the order of the writes; empty if every entry still is what its write is based on, so that nothing speaks against another try.
     *
     * @param found the current entries, each without intents, in the order of the writes
     */
    static Optional<List<WriteResult>> of(List<Write> writes, List<Optional<Entry>> found) {
        boolean isRepeated = false;
        boolean isWritten = true;
        boolean isFree = true;
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            boolean repeats = repeats(write, found.get(i));
            isRepeated |= repeats;
            isWritten &= repeats || (write.isForget() && found.get(i).isEmpty());
            isFree &= new Partition(found.get(i), Optional.empty()).standing().fits(write);
        }
        if (isFree) {
            return Optional.empty();
        }
        // All writes of an ALL have the time of the try that was committed, the forgotten ones included.
        Instant at = found.stream()
                .flatMap(Optional::stream)
                .map(Entry::updated)
                .findFirst()
                .orElse(Instant.EPOCH);
        List<WriteResult> results = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            results.add(
                    isRepeated && isWritten
                            ? new WriteResult.Written(writes.get(i).expectedRevision() + 1, at)
                            : new WriteResult.Refused(found.get(i)));
        }
        return Optional.of(List.copyOf(results));
    }

    /** R8: the current revision was made by this very write, so it was sent before. */
    private static boolean repeats(Write write, Optional<Entry> current) {
        return !write.isForget()
                && current.isPresent()
                && current.get().revision() == write.expectedRevision() + 1
                && current.get().writeId().equals(write.writeId());
    }
}
