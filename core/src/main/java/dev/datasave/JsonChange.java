package dev.datasave;

import com.google.gson.JsonElement;

/** One difference between two JSON trees, as part of a {@link JsonDiff}. Immutable. */
public sealed interface JsonChange {

    /**
     * The place of the change, from the root {@code $}: {@code $.pets[2].name}. Names that are not plain words are written as {@code ['a b']}, with
     * {@code \'}, {@code \\} and {@code \}{@code u001f} as escapes.
     */
    String path();

    /**
     * A member or an element that was added.
     *
     * @param path where
     * @param value the new value
     */
    record Added(String path, JsonElement value) implements JsonChange {
        @Override
        public String toString() {
            return "+ " + path + " " + value;
        }
    }

    /**
     * A member or an element that was removed.
     *
     * @param path where it was
     * @param value the old value
     */
    record Removed(String path, JsonElement value) implements JsonChange {
        @Override
        public String toString() {
            return "- " + path + " " + value;
        }
    }

    /**
     * A value that was replaced by another.
     *
     * @param path where
     * @param from the old value
     * @param to the new value
     */
    record Changed(String path, JsonElement from, JsonElement to) implements JsonChange {
        @Override
        public String toString() {
            return "~ " + path + " " + from + " -> " + to;
        }
    }
}
