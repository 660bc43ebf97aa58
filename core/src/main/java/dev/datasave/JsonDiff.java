package dev.datasave;

import com.google.gson.JsonElement;
import dev.datasave.engine.json.TreeDiff;
import dev.datasave.engine.json.TreePatch;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is different between two JSON trees, as changes that lead from the one to the other. Immutable.
 *
 * <p>Members of objects are compared by name, in any order, and numbers by value ({@code 1} is {@code 1.0}). Elements of arrays are aligned:
 * one taken out of the middle is one removal, not a change of all behind it. Elements that are different but belong together (the same
 * {@code id}, or most of their members) are compared inside.
 *
 * <p>The order is stable: members by name; of an array first what was removed, last to first, then what was added, first to last, then what
 * changed inside. So every path holds in the tree that the changes before it have made: the last index in the path of a removed element
 * counts in the old array, all others count in the new one.
 *
 * @param changes the changes, in the order in which {@link #apply} makes them
 */
public record JsonDiff(List<JsonChange> changes) {

    /** Copies the list. */
    public JsonDiff {
        changes = List.copyOf(changes);
    }

    /** What leads from one tree to another. Changes neither; keeps no part of them. A function of its arguments only. */
    public static JsonDiff between(JsonElement from, JsonElement to) {
        return new JsonDiff(TreeDiff.between(from, to));
    }

    /** True if the trees mean the same. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * The tree with all changes made; the argument stays as it is.
     *
     * @throws IllegalArgumentException if a change doesn't fit: what it removes or changes is not there as it was, what it adds is there
     *     already. The message says where
     */
    public JsonElement apply(JsonElement tree) {
        return TreePatch.apply(changes, tree);
    }

    /** One change a line: {@code + path value}, {@code - path value}, {@code ~ path from -> to}. */
    @Override
    public String toString() {
        return changes.stream().map(JsonChange::toString).collect(Collectors.joining("\n"));
    }
}
