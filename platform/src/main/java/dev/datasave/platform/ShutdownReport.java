package dev.datasave.platform;

import java.util.List;

/**
 * What came of everybody when the server stopped.
 *
 * @param released how many profiles were released with their final state durable
 * @param loadsEnded how many players were still loading; each of these loads has ended, and what it had taken is free again
 * @param notSaved the keys of the profiles whose final state could not be saved, or was refused; {@link dev.datasave.DataSaveListener#lostUpdate} has the
 *     data
 * @param unfinished the keys of those whose release, or end of the load, was still under way when the time was over. {@link dev.datasave.DataSave#close}
 *     goes on with them
 */
public record ShutdownReport(int released, int loadsEnded, List<String> notSaved, List<String> unfinished) {

    /** Copies the lists. */
    public ShutdownReport {
        notSaved = List.copyOf(notSaved);
        unfinished = List.copyOf(unfinished);
    }

    /** True if every final state is durable, and nothing is held any more. */
    public boolean isClean() {
        return notSaved.isEmpty() && unfinished.isEmpty();
    }
}
