package dev.datasave.tck.checker;

import com.google.gson.JsonObject;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.Journal.Written;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for moves (P15): a profile goes from one key to another in one write, with all that it is; nothing is born under a key from which it went;
 * and no session takes it before what belongs to it has followed.
 */
final class MoveRules {
    private final Findings found;
    private final Map<EntryId, Written> leaving = new HashMap<>();
    private final Set<Step> asked = new HashSet<>();
    private final Set<Step> done = new HashSet<>();

    private record Step(EntryId from, EntryId to) {}

    MoveRules(Findings found) {
        this.found = found;
    }

    void game(Journal.Game game) {
        switch (game.seen()) {
            case GameEvent.Moving(var to) -> asked.add(step(game, to));
            case GameEvent.Moved(var to) -> {
                if (done.stream()
                                .noneMatch(
                                        step -> step.to().equals(step(game, to).to()))
                        && isKnown()) {
                    found.report(game, "P15", "answered that the profile was moved to " + to + ", but it was not");
                }
            }
            default -> {}
        }
    }

    private static Step step(Journal.Game game, String to) {
        return new Step(game.id(), new EntryId(game.id().store(), to));
    }

    /** What was stored is what the storage has: it was never set back. */
    private boolean isKnown() {
        return !found.wasSetBackSince(Duration.ZERO);
    }

    /** Whether the write is one half of a move. If so, it is dealt with. */
    boolean moves(Written written) {
        Optional<EntryId> to = goneTo(written.after());
        boolean wasThere = isThere(written.before());
        if (to.isPresent() && wasThere) {
            left(written, to.get());
            return true;
        }
        if (isThere(written.after()) && isArriving(written.after()) && !wasThere) {
            arrived(written);
            return true;
        }
        if (goneTo(written.before()).isPresent() && isThere(written.after()) && isKnown()) {
            found.report(written, "P15", "was born, although the profile of that key was moved");
        }
        boolean isTaken = Findings.holder(written.after()).isPresent();
        if (isArriving(written.before()) && isTaken && isKnown()) {
            found.report(written, "P15", "was taken before what belongs to it had followed");
        }
        return false;
    }

    private void left(Written written, EntryId to) {
        if (!asked.contains(new Step(written.id(), to))) {
            found.report(written, "P15", "was moved to " + to + ", which nobody asked for");
        }
        leaving.put(to, written);
        found.deeds.moved(written, States.FRESH);
    }

    /** The half of a move that has ended the profile under its old key, if this is the half that begins it under the new one. */
    Optional<Written> departure(Written arrival) {
        return Optional.ofNullable(leaving.get(arrival.id()))
                .filter(left -> left.writeId().equals(arrival.writeId()));
    }

    private void arrived(Written written) {
        found.count(Count.MOVED);
        Optional<Written> departure = departure(written);
        leaving.remove(written.id());
        Entry after = written.after().orElseThrow();
        String state = found.states.of(after).orElse(States.FRESH);
        found.states.stored(state);
        if (departure.isEmpty()) {
            found.report(written, "P15", "came from nowhere");
        } else {
            Written left = departure.get();
            done.add(new Step(left.id(), written.id()));
            found.deeds.goes(left.id(), written.id());
            Entry before = left.before().orElseThrow();
            boolean isWhole = before.content()
                    .withHolder(null)
                    .withSystem(null)
                    .equals(after.content().withSystem(null));
            if (!isWhole) {
                found.report(written, "P15", "is not what " + left.id() + " was");
            }
        }
        found.deeds.moved(written, state);
    }

    /** Notes that time has passed. */
    void settle() {
        leaving.forEach((to, left) -> found.report(left, "P15", "left for " + to + " and did not arrive"));
        leaving.clear();
    }

    /** Checks that every move is finished in the end. */
    void end(Duration at) {
        for (EntryId id : found.lineage.present(Goods.STORE)) {
            if (isThere(found.lineage.current(id)) && isArriving(found.lineage.current(id))) {
                found.report(at, "P15", id, "the move of " + id + " was never finished");
            }
        }
    }

    /** What is stored of a profile, wherever it was moved. */
    Optional<Entry> present(EntryId id) {
        return found.lineage.current(place(id));
    }

    /** Where a profile is now that was once under that key. */
    EntryId place(EntryId id) {
        Set<EntryId> seen = new HashSet<>(Set.of(id));
        EntryId place = id;
        Optional<EntryId> to = goneTo(found.lineage.current(id));
        while (to.isPresent() && seen.add(to.get())) {
            place = to.get();
            to = goneTo(found.lineage.current(place));
        }
        return place;
    }

    /** Whether that is the mark at a key from which a profile went. */
    boolean isMark(Optional<Entry> entry) {
        return goneTo(entry).isPresent();
    }

    private static boolean isThere(Optional<Entry> entry) {
        return entry.filter(found -> !found.isTombstone()).isPresent();
    }

    private Optional<EntryId> goneTo(Optional<Entry> entry) {
        return entry.filter(Entry::isTombstone)
                .flatMap(tombstone -> found.parsed
                        .system(tombstone)
                        .map(system -> system.getAsJsonObject("moved"))
                        .map(moved -> new EntryId(
                                tombstone.id().store(), moved.get("to").getAsString())));
    }

    private boolean isArriving(Optional<Entry> entry) {
        return entry.flatMap(found.parsed::system)
                .map(system -> system.getAsJsonObject("way"))
                .filter((JsonObject way) -> way.has("arriving"))
                .isPresent();
    }
}
