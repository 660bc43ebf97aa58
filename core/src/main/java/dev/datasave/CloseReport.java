package dev.datasave;

import java.time.Duration;
import java.util.List;

/**
 * What closing did.
 *
 * @param released how many profiles were released with their final state durable
 * @param notSaved the profiles whose final state could not be saved in time, or was refused
 * @param took how long closing took
 */
public record CloseReport(int released, List<ProfileId> notSaved, Duration took) {

    /** Copies the list. */
    public CloseReport {
        notSaved = List.copyOf(notSaved);
    }

    /** True if every final state is durable. */
    public boolean isClean() {
        return notSaved.isEmpty();
    }
}
