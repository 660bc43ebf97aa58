package dev.datasave.engine.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.codec.Members;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Fills in what older data lacks. Adds the template's members that are missing or JSON null, recursively in objects, never in
 * arrays; never overwrites; doing it twice changes nothing more.
 *
 * <p>A map's entry that the game removed must not come back with the template's starter kit. So {@link Members} says which
 * objects are classes or records, whose members are always there, and which are maps: a map is filled in as a whole or not at
 * all. Gson trees can't tell one from the other and are filled in throughout, as ProfileService does with its tables.
 */
final class Reconcile {
    private Reconcile() {}

    /** Data that is a Gson tree throughout. */
    static JsonElement fill(JsonElement data, JsonElement template) {
        return fill(data, template, Members.TREE);
    }

    /** The data itself if it lacks nothing, else a changed copy. */
    @SuppressWarnings("ReferenceEquality") // the data itself means: nothing was added
    static JsonElement fill(JsonElement data, JsonElement template, Members members) {
        if (!(data instanceof JsonObject have) || !(template instanceof JsonObject from) || !members.areFixed()) {
            return data;
        }
        JsonObject filled = new JsonObject();
        Set<String> there = new HashSet<>();
        boolean changed = false;
        for (Map.Entry<String, JsonElement> member : have.entrySet()) {
            String name = members.present(member.getKey());
            there.add(name);
            JsonElement found = member.getValue();
            JsonElement other = from.get(name);
            JsonElement result = found;
            if (other != null) {
                Members inside = members.at(name);
                boolean lacks = found.isJsonNull() && !inside.knowNull();
                result = lacks ? other.deepCopy() : fill(found, other, inside);
            }
            changed |= result != found && !(result.isJsonNull() && found.isJsonNull());
            filled.add(member.getKey(), result);
        }
        for (Map.Entry<String, JsonElement> member : from.entrySet()) {
            if (!there.contains(member.getKey())) {
                filled.add(member.getKey(), member.getValue().deepCopy());
                changed = true;
            }
        }
        return changed ? filled : data;
    }
}
