package dev.datasave.engine.entry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.HistoryPolicy;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own part of a profile's entry ({@code system}): what is counted, when it was written, and what outlives the profile. Each loaded profile has
 * one. So its parts are fields of this one object, and only what few profiles have is kept in another. Immutable.
 */
public final class EntryFormat {
    private final long loads;
    private final long claim;
    private final long before;
    private final long endBefore;
    private final int schema;
    private final int oldestReader;
    private final boolean isEnd;
    private final boolean isUnlisted;
    private final Memory memory;
    private final @Nullable Extra extra;

    /**
     * What few entries have.
     *
     * @param note what an operator did in this revision, and why (P13), or null
     * @param rest members that this version doesn't know; they are kept
     */
    private record Extra(
            @Nullable JsonObject note, @Nullable JsonObject rest) {
        static @Nullable Extra of(@Nullable JsonObject note, @Nullable JsonObject rest) {
            return note == null && rest == null ? null : new Extra(note, rest);
        }
    }

    private EntryFormat(Counters counters, Times times, Memory memory, boolean isUnlisted, @Nullable Extra extra) {
        this.loads = counters.loads;
        this.claim = counters.claim;
        this.schema = counters.schema;
        this.oldestReader = counters.oldestReader;
        this.before = times.before;
        this.isEnd = times.end;
        this.endBefore = times.endBefore;
        this.memory = memory;
        this.isUnlisted = isUnlisted;
        this.extra = extra;
    }

    /** What is counted, and the versions of the schema. */
    public Counters counters() {
        return new Counters(loads, claim, schema, oldestReader);
    }

    /** When it was written. */
    public Times times() {
        return new Times(before, isEnd, endBefore);
    }

    /** What outlives the profile. */
    public Memory memory() {
        return memory;
    }

    /** Whether it was taken off the store's ranking until further notice. */
    public boolean isUnlisted() {
        return isUnlisted;
    }

    /** What an operator did in this revision, and why (P13), or null. */
    public @Nullable JsonObject note() {
        return extra == null ? null : extra.note;
    }

    /** Members that this version doesn't know; they are kept. */
    public @Nullable JsonObject rest() {
        return extra == null ? null : extra.rest;
    }

    /**
     * What is counted, and the versions of the schema.
     *
     * @param loads how often the profile was loaded
     * @param claim the highest claim number that a session of it has seen (P7)
     * @param schema the schema version of the value
     * @param oldestReader the oldest version that may read it
     */
    public record Counters(long loads, long claim, int schema, int oldestReader) {
        private static Counters take(JsonObject system) {
            return new Counters(
                    EntryFormat.take(system, "loads"),
                    EntryFormat.take(system, "claim"),
                    JsonFields.small("schema", EntryFormat.take(system, "schema")),
                    JsonFields.small("reader", EntryFormat.take(system, "reader")));
        }

        private void addTo(JsonObject system) {
            addUnlessZero(system, "loads", loads);
            addUnlessZero(system, "claim", claim);
            addUnlessZero(system, "schema", schema);
            addUnlessZero(system, "reader", oldestReader);
        }
    }

    /**
     * Where this revision stands between the others, for the history policy. Times are in milliseconds.
     *
     * @param before when the revision before this one was written, or 0
     * @param end whether this revision is the final state of a session
     * @param endBefore when the last session end before this revision was written, or 0
     */
    public record Times(long before, boolean end, long endBefore) {
        private static Times take(JsonObject system) {
            return new Times(
                    EntryFormat.take(system, "before"),
                    EntryFormat.take(system, "end") != 0,
                    EntryFormat.take(system, "endBefore"));
        }

        private void addTo(JsonObject system) {
            addUnlessZero(system, "before", before);
            addUnlessZero(system, "end", end ? 1 : 0);
            addUnlessZero(system, "endBefore", endBefore);
        }

        /** This revision, written at {@code updated}, as the history policy sees it. */
        HistoryPolicy.Superseded superseded(Instant updated) {
            return new HistoryPolicy.Superseded(updated, time(before), end, time(endBefore));
        }

        private static Optional<Instant> time(long millis) {
            return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
        }
    }

    /**
     * What a profile remembers even when it is removed, and hands on to its next life.
     *
     * @param erased the erasures (P14)
     * @param marks the messages that it got (P11)
     * @param ancestry the rollbacks (P13)
     * @param way the moves (P15)
     */
    public record Memory(Erased erased, Marks marks, Ancestry ancestry, Way way) {
        private static final Memory NONE = new Memory(Erased.NOTHING, Marks.NONE, Ancestry.STRAIGHT, Way.NONE);

        private static Memory take(JsonObject system) {
            Memory taken = new Memory(Erased.take(system), Marks.take(system), Ancestry.take(system), Way.take(system));
            return taken.equals(NONE) ? NONE : taken;
        }

        private void addTo(JsonObject system) {
            erased.addTo(system);
            marks.addTo(system);
            ancestry.addTo(system);
            way.addTo(system);
        }
    }

    public static EntryFormat fresh(int schema, int oldestReader) {
        return new EntryFormat(
                new Counters(0, 0, schema, oldestReader), new Times(0, false, 0), Memory.NONE, false, null);
    }

    /**
     * What an entry says; an entry without a system part was written by hand and counts as schema 0.
     *
     * @throws IllegalArgumentException if its system part is not one of the engine's
     */
    public static EntryFormat of(Entry entry) {
        String text = entry.content().system();
        if (text == null) {
            return fresh(0, 0);
        }
        JsonObject json = object(text, "system of " + entry.id());
        Counters counters = Counters.take(json);
        Times times = Times.take(json);
        Memory memory = Memory.take(json);
        boolean isUnlisted = take(json, "unlisted") != 0;
        JsonElement noted = json.remove("note");
        JsonObject note = noted == null ? null : JsonFields.object("note", noted);
        return new EntryFormat(counters, times, memory, isUnlisted, Extra.of(note, json.isEmpty() ? null : json));
    }

    /**
     * The tombstone of a removed profile. Its data is gone as by a rollback to nothing. But no message is delivered again, and no grant is made
     * again, because their effect is gone.
     *
     * @param at the revision that removes it
     */
    public Content removed(long at) {
        EntryFormat left = fresh(0, 0)
                .withErased(memory.erased)
                .withMarks(memory.marks.rolledBackTo(Marks.NONE))
                .withWay(memory.way)
                .withAncestry(memory.ancestry.with(new Ancestry.Jump(at, memory.way.beforeAll())));
        return Content.TOMBSTONE.withSystem(left.text());
    }

    /** The first format of a profile; of its next life, if it was removed. */
    public static EntryFormat born(Optional<Entry> removed, int schema, int oldestReader) {
        EntryFormat first = fresh(schema, oldestReader);
        return removed.flatMap(Erased::format)
                .map(before -> first.with(before.memory))
                .orElse(first);
    }

    /**
     * The first format of a profile under a new key (P15). What the new key remembers of an earlier life stays hidden behind a jump, as after a removal.
     *
     * @param left the profile's last entry under the old key
     * @param before what stands under the new key
     */
    public static EntryFormat arrived(Entry left, Optional<Entry> before) {
        EntryFormat format = of(left).next(left.updated(), true);
        Marks had = before.flatMap(Erased::format)
                .map(earlier -> earlier.memory.marks)
                .orElse(Marks.NONE);
        long next = before.map(Entry::revision).orElse(0L) + 1;
        return format.with(new Memory(
                Erased.of(before),
                format.memory.marks.and(had),
                format.memory.ancestry.after(left.revision()).with(new Ancestry.Jump(next, 0)),
                format.memory.way.from(left, next)));
    }

    /**
     * The JSON object in a text that the engine has written.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static JsonObject object(String text, String where) {
        try {
            if (JsonText.parse(text) instanceof JsonObject object) {
                return object;
            }
        } catch (FormatProblem broken) {
            throw new IllegalArgumentException(where + ": " + broken.getMessage(), broken);
        }
        throw new IllegalArgumentException(where + ": found no JSON object");
    }

    private static long take(JsonObject system, String name) {
        JsonElement element = system.remove(name);
        return element == null ? 0 : JsonFields.number(name, element);
    }

    public String text() {
        JsonObject json = new JsonObject();
        counters().addTo(json);
        times().addTo(json);
        memory.addTo(json);
        addUnlessZero(json, "unlisted", isUnlisted ? 1 : 0);
        if (extra != null && extra.note != null) {
            json.add("note", extra.note);
        }
        if (extra != null && extra.rest != null) {
            extra.rest.entrySet().forEach(member -> json.add(member.getKey(), member.getValue()));
        }
        return json.toString();
    }

    private static void addUnlessZero(JsonObject json, String name, long number) {
        if (number != 0) {
            json.addProperty(name, number);
        }
    }

    public EntryFormat withLoad(long seenClaim) {
        return with(new Counters(loads + 1, Math.max(claim, seenClaim), schema, oldestReader));
    }

    /** With these versions of the schema. */
    public EntryFormat withSchema(int newSchema, int newOldestReader) {
        return with(new Counters(loads, claim, newSchema, newOldestReader));
    }

    private EntryFormat with(Counters counters) {
        return new EntryFormat(counters, times(), memory, isUnlisted, extra);
    }

    public EntryFormat withErased(Erased erased) {
        return with(new Memory(erased, memory.marks, memory.ancestry, memory.way));
    }

    @SuppressWarnings("ReferenceEquality") // a short cut
    public EntryFormat withMarks(Marks marks) {
        return marks == memory.marks ? this : with(new Memory(memory.erased, marks, memory.ancestry, memory.way));
    }

    public EntryFormat withAncestry(Ancestry ancestry) {
        return with(new Memory(memory.erased, memory.marks, ancestry, memory.way));
    }

    public EntryFormat withWay(Way way) {
        return with(new Memory(memory.erased, memory.marks, memory.ancestry, way));
    }

    private EntryFormat with(Memory newMemory) {
        return new EntryFormat(counters(), times(), newMemory, isUnlisted, extra);
    }

    public EntryFormat withNote(@Nullable JsonObject note) {
        return new EntryFormat(counters(), times(), memory, isUnlisted, Extra.of(note, rest()));
    }

    public EntryFormat withUnlisted(boolean whether) {
        return whether == isUnlisted ? this : new EntryFormat(counters(), times(), memory, whether, extra);
    }

    /** The format of a revision on top of this one, which was written at {@code updated}. */
    public EntryFormat next(@Nullable Instant updated, boolean ends) {
        long at = updated == null ? 0 : updated.toEpochMilli();
        Times times = new Times(at, ends, isEnd ? at : endBefore);
        return new EntryFormat(counters(), times, memory, isUnlisted, Extra.of(null, rest()));
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof EntryFormat other
                && counters().equals(other.counters())
                && times().equals(other.times())
                && memory.equals(other.memory)
                && isUnlisted == other.isUnlisted
                && Objects.equals(extra, other.extra);
    }

    @Override
    public int hashCode() {
        return Objects.hash(counters(), times(), memory, isUnlisted, extra);
    }

    @Override
    public String toString() {
        return text();
    }
}
