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
 * A claim for a held profile (P5). There is at most one entry per profile, in the inbox of the holder's incarnation.
 *
 * @param profile the profile
 * @param holder the token of the session that is asked for the profile
 * @param by the token of the load that asks
 * @param number one more than the highest number that the claimant found (P7)
 * @param schema the newest schema version that the claimant can read
 * @param refusedReader 0, or, if the holder refused the claim, the schema version that a reader must know
 */
public record Claim(EntryId profile, Token holder, Token by, long number, int schema, int refusedReader) {
    /** The id of a profile's claim entry. */
    public static EntryId idFor(EntryId profile) {
        return new EntryId(Addresses.CLAIMS, Addresses.hash(profile));
    }

    /**
     * Reads the claim in an entry; null if the entry is a tombstone.
     *
     * @throws IllegalArgumentException if the entry is not a claim
     */
    public static @Nullable Claim parse(Entry entry) {
        String value = entry.content().value();
        if (value == null) {
            return null;
        }
        JsonObject json = EntryFormat.object(value, "claim " + entry.id());
        return new Claim(
                JsonFields.entryId(json),
                Token.of(json, "holder"),
                Token.of(json, "by"),
                JsonFields.number(json, "number"),
                JsonFields.small("schema", JsonFields.number(json, "schema")),
                JsonFields.smallNumber(json, "refusedReader", 0));
    }

    Claim refused(int reader) {
        return new Claim(profile, holder, by, number, schema, reader);
    }

    public Content content() {
        JsonObject json = JsonFields.object(profile);
        json.addProperty("holder", holder.toString());
        json.addProperty("by", by.toString());
        json.addProperty("number", number);
        json.addProperty("schema", schema);
        if (refusedReader != 0) {
            json.addProperty("refusedReader", refusedReader);
        }
        String inbox = refusedReader == 0 ? Addresses.inbox(holder.incarnation()) : null;
        return new Content(json.toString(), Set.of(), Map.of(), inbox, null, null);
    }
}
