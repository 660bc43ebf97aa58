package dev.datasave.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a profile remembers of what was done to it, stored in the same write as its effect, so that it is done exactly once. Immutable.
 *
 * @param consumed the ids of messages whose effect is in the data (P11), oldest first
 * @param outcomes what became of requests, by request id (P13), oldest first
 */
record Marks(Set<String> consumed, Map<String, JsonElement> outcomes) {
    static final Marks NONE = new Marks(Set.of(), Map.of());
    private static final int MOST_OUTCOMES = 16;

    /** Takes them out of the engine's part of an entry. */
    static Marks take(JsonObject system) {
        JsonElement consumed = system.remove("consumed");
        JsonElement outcomes = system.remove("outcomes");
        if (consumed == null && outcomes == null) {
            return NONE;
        }
        Set<String> ids = new LinkedHashSet<>();
        if (consumed != null) {
            consumed.getAsJsonArray().forEach(id -> ids.add(id.getAsString()));
        }
        return of(ids, outcomes == null ? Map.of() : outcomes.getAsJsonObject().asMap());
    }

    private static Marks of(Set<String> consumed, Map<String, JsonElement> outcomes) {
        return new Marks(
                Collections.unmodifiableSet(new LinkedHashSet<>(consumed)),
                Collections.unmodifiableMap(new LinkedHashMap<>(outcomes)));
    }

    void addTo(JsonObject system) {
        if (!consumed.isEmpty()) {
            JsonArray ids = new JsonArray();
            consumed.forEach(ids::add);
            system.add("consumed", ids);
        }
        if (!outcomes.isEmpty()) {
            JsonObject all = new JsonObject();
            outcomes.forEach(all::add);
            system.add("outcomes", all);
        }
    }

    Marks withConsumed(String messageId) {
        Set<String> more = new LinkedHashSet<>(consumed);
        more.add(messageId);
        return of(more, outcomes);
    }

    /** Forgets the oldest consumed ids beyond {@code keep} that may be forgotten. */
    Marks forgetting(Predicate<String> mayForget, int keep) {
        Set<String> kept = new LinkedHashSet<>(consumed);
        int[] tooMany = {kept.size() - keep};
        kept.removeIf(id -> tooMany[0] > 0 && mayForget.test(id) && tooMany[0]-- > 0);
        return kept.size() == consumed.size() ? this : of(kept, outcomes);
    }

    /** Adds an outcome; the oldest make room. */
    Marks withOutcome(String requestId, JsonElement outcome) {
        Map<String, JsonElement> more = new LinkedHashMap<>(outcomes);
        more.put(requestId, outcome);
        while (more.size() > MOST_OUTCOMES) {
            more.remove(more.keySet().iterator().next());
        }
        return of(consumed, more);
    }

    @Nullable
    JsonElement outcome(String requestId) {
        return outcomes.get(requestId);
    }
}
