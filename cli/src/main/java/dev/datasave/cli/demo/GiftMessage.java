package dev.datasave.cli.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.spi.Entry;

/**
 * A gift on its way, as the audit sees it. It is read from the JSON tree, not with the engine's own classes.
 *
 * @param id the message id that the receiver remembers, {@code sender/number}
 * @param to the receiver
 * @param deed the id of the giver's deed
 * @param item the item that it brings
 * @param writeId the write that sent it
 */
record GiftMessage(String id, String to, String deed, String item, String writeId) {
    /** The engine's store of messages. */
    static final String STORE = "~message";

    /**
     * Reads a gift.
     *
     * @param sent the entry as it was sent, in its first revision
     * @throws RuntimeException if it is not a gift to a player
     */
    static GiftMessage of(Entry sent) {
        JsonObject message =
                JsonParser.parseString(String.valueOf(sent.content().value())).getAsJsonObject();
        if (sent.revision() != 1 || !message.get("type").getAsString().equals("Gift")) {
            throw new IllegalArgumentException("found revision " + sent.revision() + " of a message of type "
                    + message.get("type") + ", expected the first of a Gift");
        }
        JsonObject gift = message.getAsJsonObject("payload");
        String key = sent.id().key();
        return new GiftMessage(
                key.substring(key.indexOf('/') + 1),
                message.get("key").getAsString(),
                Revision.Booking.of(gift.getAsJsonObject("booking")).id(),
                gift.getAsJsonObject("item").get("id").getAsString(),
                sent.writeId());
    }
}
