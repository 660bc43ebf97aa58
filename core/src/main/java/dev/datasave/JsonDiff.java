package dev.datasave;

import com.google.gson.JsonElement;
import dev.datasave.engine.json.TreeDiff;
import dev.datasave.engine.json.TreePatch;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The difference between two JSON trees, as a list of changes that turn one into the other. Immutable.
 *
 * <p>Members of objects are compared by name, in any order, and numbers by value ({@code 1} equals {@code 1.0}). Elements of arrays are aligned: if
 * one is taken out of the middle, that is one removal, not a change of every element after it. Elements that differ but belong together (they have
 * the same {@code id}, or most members in common) are compared member by member.
 *
 * <p>The order is stable. Members come by name. Of an array, removed elements come first, from last to first, then added ones, from first to last,
 * then changes inside elements. Every path is therefore valid in the tree that the changes before it have made: the last index in the path of a
 * removed element counts in the old array, all other indexes count in the new one.
 *
 * @param changes the changes, in the order in which {@link #apply} makes them
 */
public record JsonDiff(List<JsonChange> changes) {

    /** Copies the list. */
    public JsonDiff {
        changes = List.copyOf(changes);
    }

    /** Computes the changes that turn one tree into another. It depends on its arguments only, changes neither, and keeps no part of them. */
    public static JsonDiff between(JsonElement from, JsonElement to) {
        return new JsonDiff(TreeDiff.between(from, to));
    }

    /** True if there is no change: the trees mean the same. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * Returns a copy of the tree with all changes made; the argument stays as it is.
     *
     * @throws IllegalArgumentException if a change doesn't fit, because the value that it removes or changes is not there or is different, or the
     *     member that it adds exists already. The message says where
     */
    public JsonElement apply(JsonElement tree) {
        return TreePatch.apply(changes, tree);
    }

    /** One line per change: {@code + path value}, {@code - path value}, {@code ~ path from -> to}. */
    @Override
    public String toString() {
        return changes.stream().map(JsonChange::toString).collect(Collectors.joining("\n"));
    }
}
