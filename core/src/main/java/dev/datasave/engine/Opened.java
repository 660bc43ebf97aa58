package dev.datasave.engine;

import com.google.gson.JsonElement;
import org.jspecify.annotations.Nullable;

/**
 * A stored value, opened for a session.
 *
 * @param data the data
 * @param leftover what the codec doesn't know, to be kept
 * @param text how the data encodes now
 * @param differs whether that differs from what is stored: migrated or reconciled
 * @param schema the schema version to write back
 * @param oldestReader the oldest reader to write back
 */
record Opened<T>(T data, @Nullable JsonElement leftover, String text, boolean differs, int schema, int oldestReader) {

    /** A new profile, from the template. */
    static <T> Opened<T> fresh(DataFormat<T> format) {
        DataFormat.Decoded<T> made = format.fresh();
        String text = format.encode(made.data(), null);
        return new Opened<>(made.data(), null, text, false, made.schema(), made.oldestReader());
    }

    /** A stored value. */
    static <T> Opened<T> stored(DataFormat<T> format, String value, EntryFormat system) {
        DataFormat.Decoded<T> found = format.decode(value, system.schema(), system.oldestReader());
        String text = format.encode(found.data(), found.leftover());
        boolean differs = found.migrated() || !(text.equals(value) || format.sameJson(text, value));
        return new Opened<>(found.data(), found.leftover(), text, differs, found.schema(), found.oldestReader());
    }
}
