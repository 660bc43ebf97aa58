package dev.datasave.engine.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.JsonChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes changes in a copy of a tree. A change that does not fit the tree is refused. */
public final class TreePatch {
    private TreePatch() {}

    /** The tree with the changes made, in their order. */
    public static JsonElement apply(List<JsonChange> changes, JsonElement tree) {
        JsonElement root = tree.deepCopy();
        for (JsonChange change : changes) {
            List<TreePath.Step> steps = TreePath.parse(change.path());
            if (steps.isEmpty()) {
                root = replacement(change, root);
            } else {
                JsonElement parent = root;
                for (TreePath.Step step : steps.subList(0, steps.size() - 1)) {
                    parent = found(at(parent, step), change);
                }
                change(parent, steps.getLast(), change);
            }
        }
        return root;
    }

    private static void change(JsonElement parent, TreePath.Step last, JsonChange change) {
        JsonElement now = at(parent, last);
        switch (change) {
            case JsonChange.Added added -> add(parent, last, added);
            case JsonChange.Removed removed -> {
                check(now, removed.value(), change);
                switch (last) {
                    case TreePath.Member member -> parent.getAsJsonObject().remove(member.name());
                    case TreePath.Index index -> parent.getAsJsonArray().remove(index.index());
                }
            }
            case JsonChange.Changed changed -> {
                JsonElement to = replacement(changed, now);
                switch (last) {
                    case TreePath.Member member -> parent.getAsJsonObject().add(member.name(), to);
                    case TreePath.Index index -> parent.getAsJsonArray().set(index.index(), to);
                }
            }
        }
    }

    private static void add(JsonElement parent, TreePath.Step last, JsonChange.Added added) {
        JsonElement value = added.value().deepCopy();
        if (last instanceof TreePath.Member member
                && parent instanceof JsonObject object
                && !object.has(member.name())) {
            object.add(member.name(), value);
        } else if (last instanceof TreePath.Index index
                && parent instanceof JsonArray array
                && index.index() <= array.size()) {
            array.asList().add(index.index(), value);
        } else {
            throw unfit(added, "no free place");
        }
    }

    private static JsonElement replacement(JsonChange change, @Nullable JsonElement now) {
        if (!(change instanceof JsonChange.Changed changed)) {
            throw unfit(change, "the root, which is neither added nor removed");
        }
        check(now, changed.from(), change);
        return changed.to().deepCopy();
    }

    private static @Nullable JsonElement at(JsonElement parent, TreePath.Step step) {
        return switch (step) {
            case TreePath.Member member -> parent instanceof JsonObject object ? object.get(member.name()) : null;
            case TreePath.Index index ->
                parent instanceof JsonArray array && index.index() < array.size() ? array.get(index.index()) : null;
        };
    }

    private static JsonElement found(@Nullable JsonElement element, JsonChange change) {
        if (element == null) {
            throw unfit(change, "nothing on the way");
        }
        return element;
    }

    private static void check(@Nullable JsonElement now, JsonElement expected, JsonChange change) {
        if (now == null || !JsonText.same(now, expected)) {
            throw unfit(change, now == null ? "nothing" : "another value");
        }
    }

    private static IllegalArgumentException unfit(JsonChange change, String found) {
        return new IllegalArgumentException("change at " + FormatProblem.shortened(change.path()) + ": found " + found
                + ", expected the tree that the diff was made from");
    }
}
