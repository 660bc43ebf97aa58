package dev.datasave.engine.entry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Entry;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a profile remembers of the messages that it got. It is stored in the same write as their effect, so that each message has its effect exactly
 * once (P11). A rollback keeps it: a message is not delivered again just because its effect is gone. Immutable.
 *
 * @param consumed the ids of messages that were acknowledged, oldest first
 * @param takenBack those of them whose effect a rollback has taken out of the data, and that were not sent again since (P13)
 */
public record Marks(Set<String> consumed, Set<String> takenBack) {
    static final Marks NONE = new Marks(Set.of(), Set.of());
    private static final String CONSUMED = "consumed";
    private static final String TAKEN_BACK = "takenBack";

    /** Takes them out of the engine's part of an entry. */
    static Marks take(JsonObject system) {
        JsonElement consumed = system.remove(CONSUMED);
        JsonElement takenBack = system.remove(TAKEN_BACK);
        return consumed == null ? NONE : of(ids(CONSUMED, consumed), ids(TAKEN_BACK, takenBack));
    }

    /** The ids of the messages that a profile has consumed, as its entry says. They outlive the profile's removal. */
    public static Set<String> consumed(Optional<Entry> profile) {
        return profile.map(entry -> EntryFormat.of(entry).memory().marks().consumed())
                .orElse(Set.of());
    }

    private static Set<String> ids(String name, @Nullable JsonElement array) {
        return array == null ? Set.of() : JsonFields.texts(name, array);
    }

    /** Only a consumed message can be taken back. If it is forgotten there, it is forgotten here too. */
    private static Marks of(Set<String> consumed, Set<String> takenBack) {
        Set<String> back = new LinkedHashSet<>(takenBack);
        back.retainAll(consumed);
        return new Marks(Collections.unmodifiableSet(new LinkedHashSet<>(consumed)), Collections.unmodifiableSet(back));
    }

    void addTo(JsonObject system) {
        add(system, CONSUMED, consumed);
        add(system, TAKEN_BACK, takenBack);
    }

    private static void add(JsonObject system, String member, Collection<String> ids) {
        if (!ids.isEmpty()) {
            JsonArray array = new JsonArray();
            ids.forEach(array::add);
            system.add(member, array);
        }
    }

    /** The messages whose effect is in the data. */
    public Set<String> effective() {
        Set<String> ids = new LinkedHashSet<>(consumed);
        ids.removeAll(takenBack);
        return ids;
    }

    public Marks withConsumed(String messageId) {
        Set<String> more = new LinkedHashSet<>(consumed);
        more.add(messageId);
        return of(more, takenBack);
    }

    /** Those of both. */
    Marks and(Marks others) {
        Set<String> all = new LinkedHashSet<>(others.consumed);
        all.addAll(consumed);
        Set<String> back = new LinkedHashSet<>(others.takenBack);
        back.addAll(takenBack);
        return of(all, back);
    }

    /** A rollback restores the data of a revision with the marks {@code older}. The effect of all other messages is gone. */
    public Marks rolledBackTo(Marks older) {
        Set<String> gone = new LinkedHashSet<>(consumed);
        gone.removeAll(older.effective());
        return of(consumed, gone);
    }

    /** Forgets a message that was sent again under another id and whose old entry is removed. */
    public Marks sentAgain(String messageId) {
        Set<String> others = new LinkedHashSet<>(consumed);
        others.remove(messageId);
        return of(others, takenBack);
    }

    /** Forgets the oldest consumed ids beyond {@code keep} that may be forgotten. */
    public Marks forgetting(Predicate<String> mayForget, int keep) {
        Set<String> kept = new LinkedHashSet<>(consumed);
        int[] tooMany = {kept.size() - keep};
        kept.removeIf(id -> tooMany[0] > 0 && mayForget.test(id) && tooMany[0]-- > 0);
        return kept.size() == consumed.size() ? this : of(kept, takenBack);
    }
}
