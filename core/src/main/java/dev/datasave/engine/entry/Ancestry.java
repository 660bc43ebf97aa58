package dev.datasave.engine.entry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import java.util.ArrayList;
import java.util.List;

/**
 * Which revisions a revision descends from: all before it, except those that a rollback has skipped (P13). A move and a new life after a wipe are such jumps, too. Only the
 * newest 256 are remembered. What older ones skipped counts as an ancestor: so a grant of then counts as granted, and is never made a second time.
 *
 * @param jumps the rollbacks, oldest first
 */
public record Ancestry(List<Jump> jumps) {
    static final Ancestry STRAIGHT = new Ancestry(List.of());
    private static final int MOST = 256;
    private static final String ROLLBACKS = "rollbacks";

    /**
     * One rollback.
     *
     * @param at the revision that it made
     * @param to the revision whose state it restored
     */
    public record Jump(long at, long to) {}

    static Ancestry take(JsonObject system) {
        JsonElement pairs = system.remove(ROLLBACKS);
        if (pairs == null) {
            return STRAIGHT;
        }
        List<Jump> jumps = new ArrayList<>();
        for (JsonElement pair : JsonFields.array(ROLLBACKS, pairs)) {
            JsonArray both = JsonFields.array(ROLLBACKS, pair);
            if (both.size() != 2) {
                throw new IllegalArgumentException(
                        "member \"" + ROLLBACKS + "\": found " + both.size() + " numbers, expected two of a rollback");
            }
            jumps.add(new Jump(JsonFields.number(ROLLBACKS, both.get(0)), JsonFields.number(ROLLBACKS, both.get(1))));
        }
        return new Ancestry(List.copyOf(jumps));
    }

    void addTo(JsonObject system) {
        if (!jumps.isEmpty()) {
            JsonArray pairs = new JsonArray();
            for (Jump jump : jumps) {
                JsonArray pair = new JsonArray();
                pair.add(jump.at());
                pair.add(jump.to());
                pairs.add(pair);
            }
            system.add(ROLLBACKS, pairs);
        }
    }

    public Ancestry with(Jump jump) {
        List<Jump> more = new ArrayList<>(jumps);
        more.add(jump);
        return new Ancestry(List.copyOf(more.subList(Math.max(0, more.size() - MOST), more.size())));
    }

    /** The same with other numbers: {@code last} becomes 0, and those before it negative ({@link Way}). */
    Ancestry after(long last) {
        return new Ancestry(jumps.stream()
                .map(jump -> new Jump(jump.at() - last, jump.to() - last))
                .toList());
    }

    /** Whether the state of {@code revision} builds on that of {@code ancestor}, or both are the same. */
    public boolean descends(long revision, long ancestor) {
        long from = revision;
        for (Jump jump : jumps.reversed()) {
            if (jump.at() <= from) {
                if (ancestor >= jump.at()) {
                    return ancestor <= from;
                }
                from = jump.to();
            }
        }
        return ancestor <= from;
    }
}
