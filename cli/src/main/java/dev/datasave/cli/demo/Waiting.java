package dev.datasave.cli.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.spi.Entry;

/**
 * A gift that waits in the storage to be received, as the audit sees it. Read from the JSON tree, not by the engine's own classes.
 *
 * @param id the id that the player who gets it will remember, {@code sender/number}
 * @param to who gets it
 * @param deed the giver's deed
 * @param item what it brings
 * @param revision the entry's revision
 * @param writeId the write of that revision
 */
record Waiting(String id, String to, String deed, String item, long revision, String writeId) {
    /** The engine's store of messages that are on their way. */
    static final String STORE = "~message";

    /**
     * Reads one.
     *
     * @throws RuntimeException if it is not a gift to a player
     */
    static Waiting of(Entry entry) {
        JsonObject message = JsonParser.parseString(String.valueOf(entry.content().value()))
                .getAsJsonObject();
        if (!message.get("type").getAsString().equals("Gift")) {
            throw new IllegalArgumentException("found a message of type " + message.get("type") + ", expected a Gift");
        }
        JsonObject gift = message.getAsJsonObject("payload");
        String key = entry.id().key();
        return new Waiting(
                key.substring(key.indexOf('/') + 1),
                message.get("key").getAsString(),
                Revision.Booking.of(gift.getAsJsonObject("booking")).id(),
                gift.getAsJsonObject("item").get("id").getAsString(),
                entry.revision(),
                entry.writeId());
    }
}
