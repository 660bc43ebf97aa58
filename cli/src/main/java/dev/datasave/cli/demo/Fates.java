package dev.datasave.cli.demo;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fates of the server processes.
 *
 * @param processes the labels of the processes by incarnation id; a process may have several ids
 * @param harmed the processes that were killed or stopped, or lost their lease: unsaved changes may be gone
 * @param closed the processes that closed in order and therefore hold nothing
 */
record Fates(Map<String, String> processes, Set<String> harmed, Set<String> closed) {

    /** Copies the collections. */
    Fates {
        processes = Map.copyOf(processes);
        harmed = Set.copyOf(harmed);
        closed = Set.copyOf(closed);
    }

    /** The process that holds a profile, by the entry's holder {@code incarnation/token}. */
    @Nullable
    String owner(@Nullable String holder) {
        return holder == null ? null : process(holder.substring(0, end(holder, holder.indexOf('/'))));
    }

    /** The process that wrote a revision, by its write id {@code incarnation-random}. */
    String author(String writeId) {
        return process(writeId.substring(0, end(writeId, writeId.lastIndexOf('-'))));
    }

    private String process(String incarnation) {
        return processes.getOrDefault(incarnation, "unknown incarnation " + incarnation);
    }

    private static int end(String text, int found) {
        return found < 0 ? text.length() : found;
    }
}
