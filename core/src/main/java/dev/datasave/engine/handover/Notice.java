package dev.datasave.engine.handover;

import com.google.gson.JsonObject;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A notice in the inbox of a holder that its session was stolen (P8).
 *
 * @param profile which profile
 * @param token the session that was stolen
 */
record Notice(EntryId profile, Token token) {
    /**
     * The notice in an entry; null in a tombstone.
     *
     * @throws IllegalArgumentException if there is none in it
     */
    static @Nullable Notice parse(Entry entry) {
        String value = entry.content().value();
        if (value == null) {
            return null;
        }
        JsonObject json = EntryFormat.object(value, "notice " + entry.id());
        return new Notice(JsonFields.entryId(json), Token.of(json, "token"));
    }

    Content content() {
        JsonObject json = JsonFields.object(profile);
        json.addProperty("token", token.toString());
        return new Content(json.toString(), Set.of(), Map.of(), Addresses.inbox(token.incarnation()), null, null);
    }
}
