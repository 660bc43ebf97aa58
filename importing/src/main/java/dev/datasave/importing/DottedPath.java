package dev.datasave.importing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;

/** Places in a tree, as names with dots between them. */
final class DottedPath {
    private DottedPath() {}

    /** What stands at a place. */
    static Optional<JsonElement> get(JsonObject tree, String path) {
        JsonElement at = tree;
        for (String name : path.split("\\.", -1)) {
            if (!(at instanceof JsonObject object) || !object.has(name)) {
                return Optional.empty();
            }
            at = object.get(name);
        }
        return Optional.of(at);
    }

    /**
     * Puts a value to a place, with the objects on the way.
     *
     * @throws IllegalArgumentException if something else is there or on the way
     */
    static void put(JsonObject tree, String path, JsonElement value) {
        JsonObject at = tree;
        String[] names = path.split("\\.", -1);
        for (int i = 0; i < names.length - 1; i++) {
            if (!at.has(names[i])) {
                at.add(names[i], new JsonObject());
            }
            if (!(at.get(names[i]) instanceof JsonObject next)) {
                throw new IllegalArgumentException(
                        "path " + path + ": found a value at " + names[i] + ", expected names");
            }
            at = next;
        }
        String last = names[names.length - 1];
        if (at.has(last)) {
            throw new IllegalArgumentException("path " + path + ": found a value there already, expected none");
        }
        at.add(last, value);
    }
}
