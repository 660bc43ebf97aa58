package dev.datasave.cassandra.together;

import dev.datasave.cassandra.together.Actor.Claim;
import dev.datasave.cassandra.together.Actor.Told;
import dev.datasave.cassandra.together.Slot.Line;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold in every state, and in those where all processes have come to rest or are dead. */
final class Laws {
    /** An intent is settled in so many steps: read what is decided, wait, decide, apply or remove. */
    static final int STEPS_TO_SETTLE = 4;

    /** A call that comes alone meets what the dead left at one try, or at each of its entries at one ordered try. */
    private static final int TRIES_OF_THE_NEXT = 4;

    /** The calls of {@code ALL}: their entries by write id. */
    private final Map<String, Set<EntryId>> together = new HashMap<>();

    Laws(Model model) {
        model.actors()
                .forEach(actor -> together.put(
                        actor.told().writeId(), actor.told().bases().keySet()));
    }

    /** A law was broken. */
    static final class Broken extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient List<String> way;

        Broken(String what) {
            this(what, List.of());
        }

        private Broken(String what, List<String> way) {
            super(what);
            this.way = way;
        }

        Broken after(List<String> steps) {
            return new Broken(getMessage(), steps);
        }

        List<String> told() {
            List<String> lines = new ArrayList<>(way);
            lines.add("=> " + getMessage());
            return lines;
        }
    }

    private static void demand(boolean holds, String what, Object found) {
        if (!holds) {
            throw new Broken(what + ": found " + found);
        }
    }

    /** What holds always. */
    void check(List<Slot> slots, Decisions decisions) {
        for (Slot slot : slots) {
            checkLineage(slot, decisions);
        }
        together.forEach((writeId, ids) -> {
            long present = slots.stream()
                    .filter(slot -> ids.contains(slot.id()))
                    .filter(slot -> has(slot, decisions, writeId))
                    .count();
            demand(present == 0 || present == ids.size(), "all or nothing of " + writeId, slots);
        });
    }

    /** Revisions rise by one and are written once each; every superseded one is kept once; no try that was aborted has written any. */
    private static void checkLineage(Slot slot, Decisions decisions) {
        List<Line> logical = slot.logical(decisions);
        for (int i = 0; i < logical.size(); i++) {
            demand(logical.get(i).revision() == i + 1, "revisions without a gap or a fork", logical);
            demand(
                    decisions.firsts().get(logical.get(i).tx()) != Decision.ABORTED,
                    "nothing of an aborted try",
                    logical);
        }
        demand(logical.stream().map(Line::writeId).distinct().count() == logical.size(), "each write once", logical);
        List<Line> lineage = slot.lineage();
        List<Line> superseded = lineage.subList(0, Math.max(0, lineage.size() - 1));
        demand(slot.history().equals(superseded), "each superseded revision in history, once", slot);
        demand(
                slot.current().map(Entry::revision).orElse(0L) == lineage.size(),
                "the current revision is the last one",
                slot);
    }

    private static boolean has(Slot slot, Decisions decisions, String writeId) {
        return slot.logical(decisions).stream().anyMatch(line -> line.writeId().equals(writeId));
    }

    /** The revision that a read which begins now has to see at least. */
    long revision(Slot slot, Decisions decisions) {
        return slot.logical(decisions).size();
    }

    /** R3: a read sees what was committed when it began, or something that was committed until it ended. */
    void checkRead(Actor.Single reader, Slot slot, Decisions decisions) {
        Optional<Entry> found = reader.sighting().result().current();
        long revision = found.map(Entry::revision).orElse(0L);
        List<Line> logical = slot.logical(decisions);
        demand(
                revision >= reader.floor() && revision <= logical.size(),
                "a read sees what is committed, from " + reader.floor() + " to " + logical.size(),
                found);
        found.ifPresent(entry -> demand(
                logical.get((int) revision - 1).writeId().equals(entry.writeId()),
                "a read sees what was written",
                entry));
    }

    /** What was confirmed is there; what was refused is not and never will be. The claim as it stands from now on. */
    Claim checkTold(Told told, List<Slot> slots, Decisions decisions) {
        List<Slot> own = slots.stream()
                .filter(slot -> told.bases().containsKey(slot.id()))
                .toList();
        boolean isThere = own.stream().allMatch(slot -> has(slot, decisions, told.writeId()));
        boolean isSomewhere = own.stream().anyMatch(slot -> has(slot, decisions, told.writeId()));
        return switch (told.claim()) {
            case NOTHING, REFUSED_LATER -> told.claim();
            case WRITTEN -> {
                demand(isThere, "what was confirmed is not lost: " + told, slots);
                yield Claim.WRITTEN;
            }
            case REFUSED -> {
                boolean isBehind = own.stream()
                        .anyMatch(slot ->
                                slot.logical(decisions).size() != told.bases().get(slot.id()));
                demand(isBehind, "what is refused was based on something else: " + told, slots);
                boolean isLast = own.stream()
                        .map(slot -> slot.logical(decisions))
                        .allMatch(lines ->
                                !lines.isEmpty() && lines.getLast().writeId().equals(told.writeId()));
                demand(!isLast, "what was written is recognised (R8): " + told, slots);
                yield isSomewhere ? Claim.REFUSED_LATER : Claim.REFUSED_FOR_EVER;
            }
            case REFUSED_FOR_EVER -> {
                demand(!isSomewhere, "what was refused never appears: " + told, slots);
                yield Claim.REFUSED_FOR_EVER;
            }
        };
    }

    /** At rest: whoever comes next settles every intent in a few steps, and finds all of a call or nothing. */
    void checkRest(List<Slot> slots, Decisions decisions) {
        List<Slot> settled = new ArrayList<>();
        Decisions now = decisions;
        for (Slot slot : slots) {
            ModelTables tables = new ModelTables(slot, now);
            int steps = 0;
            while (tables.slot.intent().isPresent()) {
                Course course =
                        Settlement.begin(slot.id(), tables.slot.intent().get().tx(), Actor.PATIENCE);
                for (; !course.open().isEmpty() && steps <= STEPS_TO_SETTLE; steps++) {
                    TableStep step = course.open().getFirst();
                    course = course.after(step, step.on(tables).join());
                }
                demand(steps <= STEPS_TO_SETTLE, "an intent is settled in a few steps", slot);
            }
            settled.add(tables.slot);
            now = tables.decisions;
        }
        check(settled, now);
        for (Slot slot : settled) {
            demand(slot.logical(Decisions.NONE).equals(slot.lineage()), "what is stored is what counts", slot);
        }
        checkNext(new ArrayList<>(slots), decisions);
    }

    /** Nothing that the dead left keeps a call for ever that comes alone: it reads all entries, and writes on top of them. */
    private static void checkNext(List<Slot> slots, Decisions decisions) {
        List<Write> writes = new ArrayList<>();
        for (Slot slot : slots) {
            ModelTables tables = new ModelTables(slot, decisions);
            Sighting seen = (Sighting) ended(Sighting.begin(slot.id()), new ArrayList<>(List.of(slot)), tables);
            writes.add(Model.write(slot.id(), seen.result().current(), "next"));
        }
        ModelTables tables = new ModelTables(slots.getFirst(), decisions);
        JointWrite.Limits limits = new JointWrite.Limits(TRIES_OF_THE_NEXT, Actor.PATIENCE, Duration.ofMillis(1));
        JointWrite next = (JointWrite) ended(JointWrite.begin("next", Model.AT, writes, limits), slots, tables);
        demand(
                next.result() instanceof JointWrite.Result.Known(var results)
                        && results.stream().allMatch(WriteResult.Written.class::isInstance),
                "the next call is written",
                slots);
    }

    /** Carries out a course alone. */
    private static Course ended(Course begun, List<Slot> slots, ModelTables tables) {
        Course course = begun;
        while (!course.open().isEmpty()) {
            TableStep step = course.open().getFirst();
            int at = place(step, slots);
            tables.slot = slots.get(at);
            course = course.after(step, step.on(tables).join());
            slots.set(at, tables.slot);
        }
        return course;
    }

    private static int place(TableStep step, List<Slot> slots) {
        EntryId id = Explorer.entry(step);
        return Math.max(0, slots.stream().map(Slot::id).toList().indexOf(id));
    }
}
