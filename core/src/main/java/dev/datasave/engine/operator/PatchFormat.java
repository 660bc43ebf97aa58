package dev.datasave.engine.operator;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
import java.util.ArrayList;
import java.util.List;

/** How changes travel. Values are texts inside the JSON, because a tree of the most levels would have too many inside another one. */
final class PatchFormat {
    private PatchFormat() {}

    static JsonArray array(JsonDiff changes) {
        JsonArray array = new JsonArray(changes.changes().size());
        changes.changes().forEach(change -> array.add(object(change)));
        return array;
    }

    private static JsonObject object(JsonChange change) {
        JsonObject json = new JsonObject();
        json.addProperty("path", change.path());
        switch (change) {
            case JsonChange.Added added -> json.addProperty("to", JsonText.write(added.value()));
            case JsonChange.Removed removed -> json.addProperty("from", JsonText.write(removed.value()));
            case JsonChange.Changed changed -> {
                json.addProperty("from", JsonText.write(changed.from()));
                json.addProperty("to", JsonText.write(changed.to()));
            }
        }
        return json;
    }

    /**
     * The changes in an array.
     *
     * @throws IllegalArgumentException if it is none that {@link #array} has made
     */
    static JsonDiff of(JsonArray array) {
        List<JsonChange> changes = new ArrayList<>(array.size());
        for (JsonElement element : array) {
            changes.add(change(JsonFields.object("change", element)));
        }
        return new JsonDiff(changes);
    }

    private static JsonChange change(JsonObject json) {
        String path = JsonFields.text(json, "path");
        if (!json.has("from")) {
            return new JsonChange.Added(path, tree(json, "to"));
        }
        return json.has("to")
                ? new JsonChange.Changed(path, tree(json, "from"), tree(json, "to"))
                : new JsonChange.Removed(path, tree(json, "from"));
    }

    private static JsonElement tree(JsonObject json, String name) {
        try {
            return JsonText.parse(JsonFields.text(json, name));
        } catch (FormatProblem broken) {
            throw new IllegalArgumentException("member \"" + name + "\" of a change: " + broken.getMessage(), broken);
        }
    }
}
