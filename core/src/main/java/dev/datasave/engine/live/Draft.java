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
 * A profile's state as a transaction changes it, apart from the profile until it is written (P12). For the one thread that has it.
 *
 * @param <T> the data's type
 */
public final class Draft<T> {
    private T data;
    private @Nullable JsonElement leftover;
    private Meta meta;
    private @Nullable JsonObject note;
    private @Nullable Long rolledBackTo;
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

    @Nullable
    JsonElement leftover() {
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

    /** The data is replaced as a whole, with what its codec doesn't know. */
    public void replace(T newData, @Nullable JsonElement newLeftover) {
        data(newData);
        leftover = newLeftover;
    }

    public void meta(Meta newMeta) {
        meta = newMeta;
        isChanged = true;
    }

    /** An operator does this, and why (P13): what it replaces is kept for 30 days. */
    public void note(JsonObject newNote) {
        note = newNote;
    }

    /** The state is that of an older revision. */
    public void rolledBackTo(long revision) {
        rolledBackTo = revision;
    }

    /** The engine's part of the revision that it makes. */
    public EntryFormat format(EntryFormat next, long revision) {
        EntryFormat noted = next.withNote(note);
        Long to = rolledBackTo;
        return to == null ? noted : noted.withAncestry(noted.memory().ancestry().with(new Ancestry.Jump(revision, to)));
    }

    /** How long what it replaces is kept at least. */
    public Duration keepsReplaced() {
        return note == null ? Duration.ZERO : Stored.OPERATOR;
    }

    /** Once this is stored, nobody edits the profile any more: its session is to end with what is stored then. */
    public void endSession() {
        endsSession = true;
    }

    public boolean endsSession() {
        return endsSession;
    }

    /** It is to be written although nothing was changed. */
    public void touch() {
        isChanged = true;
    }
}
