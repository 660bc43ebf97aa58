package dev.datasave.importing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An entry of a Roblox data store. Its names are those of Open Cloud's {@code DataStoreEntry} ({@code id} or {@code path}, {@code value}, {@code users}, {@code attributes},
 * {@code state}), or {@code key}, {@code userIds} and {@code metadata}. Its value is what ProfileService and ProfileStore write:
 *
 * <ul>
 *   <li>{@code Data} becomes the profile. A Lua table without members is {@code []} in JSON; as the whole of the data it becomes an object.
 *   <li>{@code UserIds} and the entry's users become user ids.
 *   <li>{@code RobloxMetaData} and the entry's attributes become metadata; what else is known of the profile stands there under {@code roblox.}
 *   <li>{@code GlobalUpdates} become messages. A list of four is ProfileService's (id, version, locked, data), one of two is ProfileStore's (id, data).
 * </ul>
 */
final class RobloxEntry {
    private static final int LENGTH_OF_LONGEST = 4;

    private final String where;
    private final JsonObject value;
    private final Map<String, String> metadata = new HashMap<>();
    private final Set<String> userIds = new HashSet<>();

    private RobloxEntry(String where, JsonObject value) {
        this.where = where;
        this.value = value;
    }

    /** What an entry is; {@code otherKey} is its key if it does not say one. */
    static ImportItem item(String where, JsonElement tree, Optional<String> otherKey) {
        if (!(tree instanceof JsonObject entry)) {
            return new ImportItem.Unusable(where, "found no object, expected an entry of a data store");
        } else if (entry.get("state") instanceof JsonPrimitive state
                && state.getAsString().equals("DELETED")) {
            return new ImportItem.Unusable(where, "found an entry that was deleted");
        }
        JsonElement stored = entry.has("value") ? entry.get("value") : entry;
        Optional<String> key = key(entry).or(() -> otherKey);
        if (key.isEmpty()) {
            return new ImportItem.Unusable(where, "found no id, path or key, expected one");
        } else if (!(stored instanceof JsonObject value) || !value.has("Data")) {
            return new ImportItem.Unusable(
                    where,
                    stored instanceof JsonObject found && found.has("GlobalUpdates")
                            ? "found global updates for a profile that was never there, expected Data"
                            : "found no Data, expected what ProfileService or ProfileStore writes");
        } else {
            try {
                return new RobloxEntry(where, value).profile(entry, key.get());
            } catch (IllegalArgumentException e) {
                return new ImportItem.Unusable(where, String.valueOf(e.getMessage()));
            }
        }
    }

    private static Optional<String> key(JsonObject entry) {
        for (String name : List.of("id", "key")) {
            if (entry.get(name) instanceof JsonPrimitive found) {
                return Optional.of(found.getAsString());
            }
        }
        return entry.get("path") instanceof JsonPrimitive path
                ? Optional.of(path.getAsString().substring(path.getAsString().lastIndexOf('/') + 1))
                : Optional.empty();
    }

    private ImportItem profile(JsonObject entry, String key) {
        JsonElement data = value.get("Data");
        if (data instanceof JsonArray list && list.isEmpty()) {
            data = new JsonObject();
        } else if (!(data instanceof JsonObject)) {
            throw new IllegalArgumentException("Data: found no table with names, expected one");
        }
        List.of("attributes", "metadata").forEach(name -> addMetadata(entry.get(name)));
        addMetadata(value.get("RobloxMetaData"));
        List.of("users", "userIds").forEach(name -> addUsers(entry.get(name)));
        addUsers(value.get("UserIds"));
        if (value.get("MetaData") instanceof JsonObject known) {
            addKnown(known);
        }
        return new ImportItem.Profile(
                where, key, List.of(new ImportItem.Version(data, metadata, false, "")), userIds, updates());
    }

    private void addMetadata(JsonElement found) {
        if (found instanceof JsonObject pairs) {
            pairs.asMap().forEach((name, value) -> metadata.put(name, text(value)));
        }
    }

    private static String text(JsonElement value) {
        return value instanceof JsonPrimitive primitive ? primitive.getAsString() : value.toString();
    }

    private void addUsers(JsonElement found) {
        if (found instanceof JsonArray users) {
            for (JsonElement user : users) {
                String id = text(user);
                userIds.add(id.substring(id.lastIndexOf('/') + 1));
            }
        }
    }

    private void addKnown(JsonObject known) {
        Map.of(
                        "ProfileCreateTime",
                        "roblox.created",
                        "SessionLoadCount",
                        "roblox.loads",
                        "LastUpdate",
                        "roblox.updated")
                .forEach((name, as) -> {
                    if (known.get(name) instanceof JsonPrimitive number) {
                        metadata.put(as, number.getAsString());
                    }
                });
        if (known.get("MetaTags") instanceof JsonObject tags && !tags.isEmpty()) {
            metadata.put("roblox.tags", tags.toString());
        }
        if (known.has("ActiveSession") && !known.get("ActiveSession").isJsonNull()) {
            metadata.put("roblox.session", "in use when it was exported");
        }
    }

    private List<GlobalUpdate> updates() {
        List<GlobalUpdate> updates = new ArrayList<>();
        if (value.get("GlobalUpdates") instanceof JsonArray both
                && both.size() > 1
                && both.get(1) instanceof JsonArray waiting) {
            for (JsonElement found : waiting) {
                boolean isOne = found instanceof JsonArray parts
                        && (parts.size() == 2 || parts.size() == LENGTH_OF_LONGEST)
                        && parts.get(0) instanceof JsonPrimitive id
                        && id.isNumber();
                if (!isOne) {
                    throw new IllegalArgumentException(
                            "GlobalUpdates: found something else, expected lists of an id and data");
                }
                JsonArray parts = found.getAsJsonArray();
                updates.add(new GlobalUpdate(parts.get(0).getAsLong(), parts.get(parts.size() - 1)));
            }
        }
        return updates;
    }
}
