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
 * A notice to a holder that its session was stolen (P8).
 *
 * @param profile the profile
 * @param token the token of the stolen session
 */
record Notice(EntryId profile, Token token) {
    /**
     * Reads the notice in an entry; null if the entry is a tombstone.
     *
     * @throws IllegalArgumentException if the entry is not a notice
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
