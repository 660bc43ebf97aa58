package dev.datasave.engine.history;

import com.google.gson.JsonObject;
import dev.datasave.ProfileVersion;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The entry of a pin: which revision of which profile, its name, and whether it counts. It carries the revision's user ids, so that an erasure
 * finds it (P14).
 *
 * @param profile the profile
 * @param revision the revision
 * @param name its name
 * @param by the label of the server on which it was pinned
 * @param isDone false while it is being pinned or unpinned: then the name doesn't count
 */
public record PinFormat(EntryId profile, long revision, String name, String by, boolean isDone) {
    EntryId id() {
        return new EntryId(Addresses.PINS, Addresses.prefix(profile) + revision);
    }

    /**
     * The pin in an entry.
     *
     * @throws IllegalArgumentException if the entry holds none
     */
    static PinFormat of(Entry entry) {
        JsonObject json =
                EntryFormat.object(Objects.requireNonNull(entry.content().value()), "pin " + entry.id());
        return new PinFormat(
                JsonFields.entryId(json),
                JsonFields.number(json, "revision"),
                JsonFields.text(json, "name"),
                JsonFields.text(json, "by"),
                JsonFields.flag(json, "done"));
    }

    ProfileVersion.Pin shown(Entry entry) {
        return new ProfileVersion.Pin(name, by, entry.updated());
    }

    PinFormat done(boolean whether) {
        return new PinFormat(profile, revision, name, by, whether);
    }

    public Content content(Set<String> userIds) {
        JsonObject json = JsonFields.object(profile);
        json.addProperty("revision", revision);
        json.addProperty("name", name);
        json.addProperty("by", by);
        json.addProperty("done", isDone);
        return new Content(json.toString(), userIds, Map.of(), null, null, null);
    }
}
