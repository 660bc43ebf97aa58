package dev.datasave;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result of closing a server.
 *
 * @param released how many profiles were released with their final state durable
 * @param notSaved the profiles whose final state could not be saved in time, or was refused
 * @param spooled those profiles of {@code notSaved} whose final state was written to a local file instead; the file survives a power cut and is
 *     stored when a server is started with the same {@link DataSave.Builder#spoolDirectory}
 * @param took how long closing took
 */
public record CloseReport(int released, List<ProfileId> notSaved, Map<ProfileId, Path> spooled, Duration took) {

    /** Copies the collections. */
    public CloseReport {
        notSaved = List.copyOf(notSaved);
        spooled = Map.copyOf(spooled);
    }

    /** True if every final state is durable in the storage. */
    public boolean isClean() {
        return notSaved.isEmpty();
    }
}
