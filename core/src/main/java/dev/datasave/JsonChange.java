package dev.datasave;

import com.google.gson.JsonElement;

/** One difference between two JSON trees, as part of a {@link JsonDiff}. Immutable. */
public sealed interface JsonChange {

    /**
     * Where, from the root {@code $}: {@code $.pets[2].name}; names that are no plain words stand as {@code ['a b']}, with {@code \'},
     * {@code \\} and {@code \}{@code u001f} as escapes.
     */
    String path();

    /**
     * A member or an element that was not there.
     *
     * @param path where
     * @param value what it is
     */
    record Added(String path, JsonElement value) implements JsonChange {
        @Override
        public String toString() {
            return "+ " + path + " " + value;
        }
    }

    /**
     * A member or an element that is gone.
     *
     * @param path where it was
     * @param value what it was
     */
    record Removed(String path, JsonElement value) implements JsonChange {
        @Override
        public String toString() {
            return "- " + path + " " + value;
        }
    }

    /**
     * A value in another's place.
     *
     * @param path where
     * @param from what it was
     * @param to what it is
     */
    record Changed(String path, JsonElement from, JsonElement to) implements JsonChange {
        @Override
        public String toString() {
            return "~ " + path + " " + from + " -> " + to;
        }
    }
}
