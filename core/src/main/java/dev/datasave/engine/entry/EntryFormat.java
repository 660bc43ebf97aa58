package dev.datasave.engine.entry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own part of a profile's entry ({@code system}).
 *
 * @param loads how often the profile was loaded
 * @param claim the highest claim number a session of it has seen (P7)
 * @param schema the schema version of the value
 * @param oldestReader the oldest version that may read it
 * @param before when the revision before this one was written, in milliseconds, or 0
 * @param end whether this revision is the final state of a session
 * @param endBefore when the last session end before this revision was written, in milliseconds, or 0
 * @param erased what is remembered of erasures (P14)
 * @param marks what was done to the profile
 * @param ancestry where rollbacks have led it
 * @param note what an operator did to make this very revision, and why (P13), or null
 * @param rest members that this version doesn't know, kept
 */
public record EntryFormat(
        long loads,
        long claim,
        int schema,
        int oldestReader,
        long before,
        boolean end,
        long endBefore,
        Erased erased,
        Marks marks,
        Ancestry ancestry,
        @Nullable JsonObject note,
        @Nullable JsonObject rest) {

    public static EntryFormat fresh(int schema, int oldestReader) {
        return new EntryFormat(
                0, 0, schema, oldestReader, 0, false, 0, Erased.NOTHING, Marks.NONE, Ancestry.STRAIGHT, null, null);
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
        long loads = take(json, "loads");
        long claim = take(json, "claim");
        int schema = JsonFields.small("schema", take(json, "schema"));
        int oldestReader = JsonFields.small("reader", take(json, "reader"));
        long before = take(json, "before");
        boolean end = take(json, "end") != 0;
        long endBefore = take(json, "endBefore");
        Erased erased = Erased.take(json);
        Marks marks = Marks.take(json);
        Ancestry ancestry = Ancestry.take(json);
        JsonElement noted = json.remove("note");
        JsonObject note = noted == null ? null : JsonFields.object("note", noted);
        return new EntryFormat(
                loads,
                claim,
                schema,
                oldestReader,
                before,
                end,
                endBefore,
                erased,
                marks,
                ancestry,
                note,
                json.isEmpty() ? null : json);
    }

    /**
     * What a removal of a profile remembers, and hands on to its next life: its data is gone as by a rollback to nothing, but no message is delivered again,
     * and no grant made again, because their effect is gone.
     *
     * @param at the revision that removes it
     */
    public Content removed(long at) {
        EntryFormat left = fresh(0, 0)
                .withErased(erased)
                .withMarks(marks.rolledBackTo(Marks.NONE))
                .withAncestry(ancestry.with(new Ancestry.Jump(at, 0)));
        return Content.TOMBSTONE.withSystem(left.text());
    }

    /** The first format of a profile; of its next life, if it was removed. */
    public static EntryFormat born(Optional<Entry> removed, int schema, int oldestReader) {
        EntryFormat first = fresh(schema, oldestReader);
        return removed.flatMap(Erased::format)
                .map(before ->
                        first.withErased(before.erased).withMarks(before.marks).withAncestry(before.ancestry))
                .orElse(first);
    }

    /**
     * The object that a text of the engine's is.
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

    private static long take(JsonObject json, String name) {
        JsonElement element = json.remove(name);
        return element == null ? 0 : JsonFields.number(name, element);
    }

    public String text() {
        JsonObject json = new JsonObject();
        addUnlessZero(json, "loads", loads);
        addUnlessZero(json, "claim", claim);
        addUnlessZero(json, "schema", schema);
        addUnlessZero(json, "reader", oldestReader);
        addUnlessZero(json, "before", before);
        addUnlessZero(json, "end", end ? 1 : 0);
        addUnlessZero(json, "endBefore", endBefore);
        erased.addTo(json);
        marks.addTo(json);
        ancestry.addTo(json);
        if (note != null) {
            json.add("note", note);
        }
        if (rest != null) {
            rest.entrySet().forEach(member -> json.add(member.getKey(), member.getValue()));
        }
        return json.toString();
    }

    private static void addUnlessZero(JsonObject json, String name, long number) {
        if (number != 0) {
            json.addProperty(name, number);
        }
    }

    public EntryFormat withLoad(long seenClaim) {
        return new EntryFormat(
                loads + 1,
                Math.max(claim, seenClaim),
                schema,
                oldestReader,
                before,
                end,
                endBefore,
                erased,
                marks,
                ancestry,
                note,
                rest);
    }

    public EntryFormat withSchema(int newSchema, int newOldestReader) {
        return new EntryFormat(
                loads, claim, newSchema, newOldestReader, before, end, endBefore, erased, marks, ancestry, note, rest);
    }

    public EntryFormat withErased(Erased newErased) {
        return new EntryFormat(
                loads, claim, schema, oldestReader, before, end, endBefore, newErased, marks, ancestry, note, rest);
    }

    public EntryFormat withMarks(Marks newMarks) {
        return new EntryFormat(
                loads, claim, schema, oldestReader, before, end, endBefore, erased, newMarks, ancestry, note, rest);
    }

    public EntryFormat withNote(@Nullable JsonObject newNote) {
        return new EntryFormat(
                loads, claim, schema, oldestReader, before, end, endBefore, erased, marks, ancestry, newNote, rest);
    }

    public EntryFormat withAncestry(Ancestry newAncestry) {
        return new EntryFormat(
                loads, claim, schema, oldestReader, before, end, endBefore, erased, marks, newAncestry, note, rest);
    }

    /** The format of a revision on top of this one, which was written at {@code updated}. */
    public EntryFormat next(@Nullable Instant updated, boolean ends) {
        long at = updated == null ? 0 : updated.toEpochMilli();
        return new EntryFormat(
                loads,
                claim,
                schema,
                oldestReader,
                at,
                ends,
                end ? at : endBefore,
                erased,
                marks,
                ancestry,
                null,
                rest);
    }

    Optional<Instant> beforeTime() {
        return before == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(before));
    }

    Optional<Instant> endBeforeTime() {
        return endBefore == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(endBefore));
    }
}
