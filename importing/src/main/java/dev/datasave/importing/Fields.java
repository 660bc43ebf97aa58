package dev.datasave.importing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The members of an object in a file that people write, with where it stands for messages.
 *
 * @param where where it stands
 */
record Fields(String where, JsonObject object) {

    /**
     * The members of a tree.
     *
     * @throws IllegalArgumentException if it is no object
     */
    static Fields of(String where, JsonElement tree) {
        if (tree instanceof JsonObject object) {
            return new Fields(where, object);
        }
        throw new IllegalArgumentException(where + ": expected names and values");
    }

    Set<String> names() {
        return object.keySet();
    }

    /** Throws if there is another member. */
    void only(Set<String> known) {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(where + ": found " + name + ", expected one of "
                        + known.stream().sorted().toList());
            }
        }
    }

    IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(where + ": found no " + name + ", expected one");
    }

    Optional<String> text(String name) {
        JsonElement found = object.get(name);
        if (found == null) {
            return Optional.empty();
        } else if (found.isJsonPrimitive()) {
            return Optional.of(found.getAsString());
        }
        throw new IllegalArgumentException(where + "." + name + ": expected a text");
    }

    List<String> texts(String name) {
        JsonElement found = object.get(name);
        if (found == null) {
            return List.of();
        } else if (found instanceof JsonArray array && array.asList().stream().allMatch(JsonElement::isJsonPrimitive)) {
            return array.asList().stream().map(JsonElement::getAsString).toList();
        }
        throw new IllegalArgumentException(where + "." + name + ": expected a list of texts");
    }

    Optional<Fields> object(String name) {
        return Optional.ofNullable(object.get(name)).map(found -> of(where + "." + name, found));
    }

    List<Fields> objects(String name) {
        if (!(object.get(name) instanceof JsonArray array)) {
            throw new IllegalArgumentException(where + "." + name + ": expected a list");
        }
        List<Fields> all = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            all.add(of(where + "." + name + "[" + i + "]", array.get(i)));
        }
        return all;
    }
}
