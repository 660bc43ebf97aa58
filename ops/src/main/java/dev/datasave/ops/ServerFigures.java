package dev.datasave.ops;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server tells of itself with each heartbeat. Counters begin at 0 when the server starts.
 *
 * @param profiles how many profiles it owns now
 * @param loads how many loads have not been answered yet
 * @param loaded how many loads have ended with a profile
 * @param notLoaded how many loads have ended without one
 * @param takeOvers how many profiles it has taken from dead servers
 * @param saved how many states of profiles the storage has taken
 * @param refused how many of its writes were refused, because the profile is another session's (P1)
 * @param queued how many writes are not decided yet
 * @param queueMillis for how many milliseconds the oldest of these has been waiting
 * @param messages how many messages wait for its profiles
 * @param suspendedMillis for how many milliseconds in all it was suspended (P3)
 * @param handovers how many profiles other servers have handed over to it (P5), by how long the load took
 */
public record ServerFigures(
        long profiles,
        long loads,
        long loaded,
        long notLoaded,
        long takeOvers,
        long saved,
        long refused,
        long queued,
        long queueMillis,
        long messages,
        long suspendedMillis,
        List<Span> handovers) {
    private static final int MOST_CLASSES = 100;

    /** Copies the list. */
    public ServerFigures {
        handovers = List.copyOf(handovers);
    }

    /**
     * A class of durations.
     *
     * @param upToMillis the longest of the class; {@link Long#MAX_VALUE} in the last one
     * @param count how many have been counted
     */
    public record Span(long upToMillis, long count) {}

    /** A part that no server could have written counts as 0. */
    static ServerFigures of(JsonObject json) {
        return new ServerFigures(
                number(json, "profiles"),
                number(json, "loads"),
                number(json, "loaded"),
                number(json, "notLoaded"),
                number(json, "takeOvers"),
                number(json, "saved"),
                number(json, "refused"),
                number(json, "queued"),
                number(json, "queueMillis"),
                number(json, "messages"),
                number(json, "suspendedMillis"),
                classes(json));
    }

    private static long number(JsonObject json, String name) {
        return Math.max(0, StoredForms.number(json, name));
    }

    private static List<Span> classes(JsonObject json) {
        List<Span> classes = new ArrayList<>();
        if (json.get("handovers") instanceof JsonArray counts
                && json.get("handoverMillis") instanceof JsonArray bounds) {
            for (int i = 0; i < counts.size() && i <= bounds.size() && i < MOST_CLASSES; i++) {
                long bound = i < bounds.size() ? StoredForms.number(bounds.get(i)) : Long.MAX_VALUE;
                classes.add(new Span(bound, Math.max(0, StoredForms.number(counts.get(i)))));
            }
        }
        return classes;
    }
}
