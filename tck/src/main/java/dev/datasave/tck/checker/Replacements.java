package dev.datasave.tck.checker;

import com.google.gson.JsonElement;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal.Written;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The replacements that operators ask for in profiles: by an older revision (P13), by nothing, or by nothing forever (P14). */
final class Replacements {
    private final Parsed parsed;
    private final Map<String, Target> rollbacks = new HashMap<>();
    private final Set<EntryId> removing = new HashSet<>();
    private final Set<EntryId> erasing = new HashSet<>();
    private final Map<EntryId, Duration> replaced = new HashMap<>();
    private final Map<EntryId, Duration> removed = new HashMap<>();

    /** A revision to which a profile is to be rolled back, and the key that it had then. */
    record Target(EntryId id, long revision) {}

    Replacements(Parsed parsed) {
        this.parsed = parsed;
    }

    void asked(EntryId id, GameEvent seen) {
        switch (seen) {
            case GameEvent.RollingBack(var revision, var why) -> rollbacks.put(why, new Target(id, revision));
            case GameEvent.Removing(var erased) -> {
                removing.add(Goods.person(id));
                if (erased) {
                    erasing.add(Goods.person(id));
                }
            }
            default -> {}
        }
    }

    boolean wasErasing(EntryId id) {
        return erasing.contains(Goods.person(id));
    }

    boolean mayBeRemoved(EntryId id) {
        return removing.contains(Goods.person(id));
    }

    /** The revision that a write restores, if the write states the reason of a rollback that an operator asked for. */
    Optional<Target> rollbackOf(Written written) {
        return why(written).map(rollbacks::get);
    }

    /** The reason that an operator's write states. */
    Optional<String> why(Written written) {
        return written.after()
                .flatMap(parsed::system)
                .map(system -> system.get("note"))
                .filter(JsonElement::isJsonObject)
                .map(note -> note.getAsJsonObject().get("why"))
                .map(JsonElement::getAsString);
    }

    /** Whether a write removes everything about a person. */
    boolean erases(Written written) {
        return notes(written, "erased");
    }

    /** Whether a write notes in a tombstone that a person was taken out of what stood there before. */
    boolean takesOut(Written written) {
        return notes(written, "detached");
    }

    private boolean notes(Written written, String what) {
        return written.after()
                .filter(Entry::isTombstone)
                .filter(tombstone -> parsed.system(tombstone)
                        .filter(system -> system.has(what))
                        .filter(system -> system.get(what).getAsLong() == tombstone.revision())
                        .isPresent())
                .isPresent();
    }

    void replaced(Written written) {
        replaced.put(Goods.person(written.id()), written.at());
        if (written.after().filter(Entry::isTombstone).isPresent()) {
            removed.put(Goods.person(written.id()), written.at());
        }
    }

    /** Whether the profile was removed at that time or later. */
    boolean wasRemovedSince(EntryId id, Duration time) {
        return isSince(removed.get(Goods.person(id)), time);
    }

    /** Whether stored data was replaced, at that time or later, by data that does not include it. */
    boolean wasReplacedSince(EntryId id, Duration time) {
        return isSince(replaced.get(Goods.person(id)), time);
    }

    private static boolean isSince(@Nullable Duration last, Duration time) {
        return last != null && last.compareTo(time) >= 0;
    }
}
