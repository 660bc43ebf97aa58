package dev.datasave.engine.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.JsonChange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the changes that lead from one tree to another. {@link Alignment} says which elements of two arrays belong together. */
public final class TreeDiff {
    private final List<JsonChange> changes = new ArrayList<>();

    private TreeDiff() {}

    /** The changes in their order. Each path is one of the tree that the changes before it have made. */
    public static List<JsonChange> between(JsonElement from, JsonElement to) {
        TreeDiff diff = new TreeDiff();
        diff.compare(TreePath.ROOT, from, to);
        return diff.changes;
    }

    private void compare(TreePath path, JsonElement from, JsonElement to) {
        if (from instanceof JsonObject object && to instanceof JsonObject other) {
            members(path, object, other);
        } else if (from instanceof JsonArray array && to instanceof JsonArray other) {
            elements(path, array, other);
        } else if (!JsonText.same(from, to)) {
            changes.add(new JsonChange.Changed(path.toString(), from.deepCopy(), to.deepCopy()));
        }
    }

    private void members(TreePath path, JsonObject from, JsonObject to) {
        Set<String> names = new TreeSet<>(from.keySet());
        names.addAll(to.keySet());
        for (String name : names) {
            JsonElement before = from.get(name);
            JsonElement after = to.get(name);
            if (before == null) {
                changes.add(new JsonChange.Added(path.member(name).toString(), after.deepCopy()));
            } else if (after == null) {
                changes.add(new JsonChange.Removed(path.member(name).toString(), before.deepCopy()));
            } else {
                compare(path.member(name), before, after);
            }
        }
    }

    private void elements(TreePath path, JsonArray from, JsonArray to) {
        List<Alignment.Pair> pairs = Alignment.of(from, to);
        BitSet kept = new BitSet();
        BitSet old = new BitSet();
        pairs.forEach(pair -> {
            kept.set(pair.from());
            old.set(pair.to());
        });
        for (int i = from.size() - 1; i >= 0; i--) {
            if (!kept.get(i)) {
                changes.add(new JsonChange.Removed(
                        path.index(i).toString(), from.get(i).deepCopy()));
            }
        }
        for (int i = 0; i < to.size(); i++) {
            if (!old.get(i)) {
                changes.add(
                        new JsonChange.Added(path.index(i).toString(), to.get(i).deepCopy()));
            }
        }
        for (Alignment.Pair pair : pairs) {
            if (!pair.isSame()) {
                compare(path.index(pair.to()), from.get(pair.from()), to.get(pair.to()));
            }
        }
    }
}
