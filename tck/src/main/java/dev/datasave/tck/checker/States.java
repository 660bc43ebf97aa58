package dev.datasave.tck.checker;

import com.google.gson.JsonObject;
import dev.datasave.spi.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The states of the game's data. Every accepted edit turns one state into a new one, so for any two states it is known whether one holds all edits of
 * the other. The data states its own state and how many edits led to it.
 */
public final class States {
    /** The state of a new profile. */
    public static final String FRESH = "fresh";

    private final Parsed parsed;
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, Long> depths = new HashMap<>(Map.of(FRESH, 0L));
    private final Map<String, Deed> deeds = new HashMap<>();
    private final Set<String> stored = new HashSet<>();

    /**
     * The deed that led from one state to the next, if it has a name.
     *
     * @param name its name
     * @param made the things that it created
     */
    record Deed(String name, Map<String, Long> made) {}

    States(Parsed parsed) {
        this.parsed = parsed;
    }

    void edited(String from, String to) {
        parents.put(to, from);
        depths.put(to, depths.getOrDefault(from, 0L) + 1);
    }

    void derived(String from, String to, String deed, Map<String, Long> made) {
        edited(from, to);
        deeds.put(to, new Deed(deed, made));
    }

    /** The states from {@code later} back to {@code earlier}, without the latter; back to the beginning if {@code later} does not descend from it. */
    List<String> path(String later, String earlier) {
        List<String> path = new ArrayList<>();
        String state = later;
        while (!state.equals(earlier) && !state.equals(FRESH)) {
            path.add(state);
            state = parents.getOrDefault(state, FRESH);
        }
        return path;
    }

    /** The deeds between the two states, newest first. */
    List<Deed> deeds(String later, String earlier) {
        return path(later, earlier).stream()
                .map(deeds::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether {@code later} holds all edits of {@code earlier}. */
    boolean holds(String later, String earlier) {
        long depth = depths.getOrDefault(earlier, 0L);
        String state = later;
        while (depths.getOrDefault(state, 0L) > depth) {
            state = parents.getOrDefault(state, FRESH);
        }
        return state.equals(earlier);
    }

    /** Notes that the state, and all states that led to it, are stored. */
    void stored(String state) {
        String next = state;
        while (stored.add(next)) {
            next = parents.getOrDefault(next, FRESH);
        }
    }

    boolean wasStored(String state) {
        return stored.contains(state);
    }

    /** The state of stored data; empty if no edits could have led to it. */
    Optional<String> of(Entry entry) {
        if (entry.isTombstone()) {
            return Optional.of(FRESH);
        }
        try {
            JsonObject data = parsed.value(entry).orElseThrow();
            String state = data.get("state").getAsString();
            Long depth = depths.get(state);
            boolean derived = depth != null && depth == data.get("edits").getAsLong();
            return derived ? Optional.of(state) : Optional.empty();
        } catch (NoSuchElementException | IllegalStateException | NullPointerException notTheGames) {
            return Optional.empty();
        }
    }
}
