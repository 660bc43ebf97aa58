package dev.datasave.engine.live;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.entry.Ancestry;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.entry.Stored;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a profile's state that a transaction changes; it becomes the profile's state when it is stored (P12). It is used by one thread only.
 *
 * @param <T> the data's type
 */
public final class Draft<T> {
    private T data;
    private @Nullable JsonElement leftover;
    private Meta meta;
    private @Nullable JsonObject note;
    private @Nullable Long rolledBackTo;
    private EntryFormat.@Nullable Counters versions;
    private boolean isChanged;
    private boolean endsSession;

    Draft(T data, @Nullable JsonElement leftover, Meta meta) {
        this.data = data;
        this.leftover = leftover;
        this.meta = meta;
    }

    public T data() {
        return data;
    }

    /** The stored fields that the codec doesn't know, or null. */
    public @Nullable JsonElement leftover() {
        return leftover;
    }

    public Meta meta() {
        return meta;
    }

    public boolean isChanged() {
        return isChanged;
    }

    public void data(T newData) {
        data = newData;
        isChanged = true;
    }

    /** Replaces the whole data, together with the stored fields that its codec doesn't know. */
    public void replace(T newData, @Nullable JsonElement newLeftover) {
        data(newData);
        leftover = newLeftover;
    }

    public void meta(Meta newMeta) {
        meta = newMeta;
        isChanged = true;
    }

    /** Notes an operator's action and reason (P13). The revision that this draft replaces is then kept for 30 days. */
    public void note(JsonObject newNote) {
        note = newNote;
    }

    /** Sets the versions of the schema that the new data has. By default they stay. */
    public void schema(int schema, int oldestReader) {
        versions = new EntryFormat.Counters(0, 0, schema, oldestReader);
    }

    /** Notes that the state is that of an older revision. */
    public void rolledBackTo(long revision) {
        rolledBackTo = revision;
    }

    /** The engine's part of the revision that this draft makes. */
    public EntryFormat format(EntryFormat next, long revision) {
        EntryFormat.Counters known = versions;
        EntryFormat noted =
                (known == null ? next : next.withSchema(known.schema(), known.oldestReader())).withNote(note);
        Long to = rolledBackTo;
        return to == null ? noted : noted.withAncestry(noted.memory().ancestry().with(new Ancestry.Jump(revision, to)));
    }

    /** How long the replaced revision is kept at least. */
    public Duration keepsReplaced() {
        return note == null ? Duration.ZERO : Stored.OPERATOR;
    }

    /** Ends the session once this draft is stored: the profile is not edited any more, and the session ends with the stored state. */
    public void endSession() {
        endsSession = true;
    }

    public boolean endsSession() {
        return endsSession;
    }

    /** Makes the draft be written even if nothing was changed. */
    public void touch() {
        isChanged = true;
    }
}
