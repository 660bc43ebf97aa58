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
record Opened<T>(
        T data, @Nullable JsonElement leftover, String text, boolean differs, int schema, int oldestReader) {}
