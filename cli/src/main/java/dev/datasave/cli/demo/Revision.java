package dev.datasave.cli.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.spi.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a player's profile, as the audit sees it. It is read from the JSON tree, not with the game's own classes.
 *
 * @param number the revision
 * @param writeId the id of its write
 * @param author the process that wrote it
 * @param owner the process that holds it, or null
 * @param holder the holder as stored, or null
 * @param value the whole value
 * @param name the player's name, empty before the first welcome
 * @param money the player's money
 * @param lastOp the number of the player's last command
 * @param booked how many bookings were ever made
 * @param bookings the last bookings
 * @param items the ids of the player's items
 * @param consumed the ids of the messages that have had their effect on the value
 */
record Revision(
        long number,
        String writeId,
        String author,
        @Nullable String owner,
        @Nullable String holder,
        JsonElement value,
        String name,
        long money,
        long lastOp,
        long booked,
        List<Booking> bookings,
        List<String> items,
        Set<String> consumed) {

    /** A booking in the value. */
    record Booking(String by, long op, long amount) {
        String id() {
            return Deed.id(by, op);
        }

        static Booking of(JsonObject json) {
            return new Booking(
                    json.get("by").getAsString(),
                    json.get("op").getAsLong(),
                    json.get("amount").getAsLong());
        }
    }

    /**
     * Reads a revision.
     *
     * @throws RuntimeException if it is not a player's profile
     */
    static Revision of(Entry entry, Fates fates) {
        String text = entry.content().value();
        if (text == null) {
            throw new IllegalArgumentException("found a tombstone, expected a profile");
        }
        JsonObject value = JsonParser.parseString(text).getAsJsonObject();
        List<Booking> bookings = new ArrayList<>();
        value.getAsJsonArray("bookings").forEach(booking -> bookings.add(Booking.of(booking.getAsJsonObject())));
        List<String> items = new ArrayList<>();
        value.getAsJsonArray("inventory")
                .forEach(item -> items.add(item.getAsJsonObject().get("id").getAsString()));
        return new Revision(
                entry.revision(),
                entry.writeId(),
                fates.author(entry.writeId()),
                fates.owner(entry.content().holder()),
                entry.content().holder(),
                value,
                value.get("name").getAsString(),
                value.get("money").getAsLong(),
                value.get("lastOp").getAsLong(),
                value.get("booked").getAsLong(),
                List.copyOf(bookings),
                List.copyOf(items),
                consumed(entry.content().system()));
    }

    private static Set<String> consumed(@Nullable String system) {
        Set<String> ids = new HashSet<>();
        if (system != null
                && JsonParser.parseString(system).getAsJsonObject().get("consumed") instanceof JsonArray array) {
            array.forEach(id -> ids.add(id.getAsString()));
        }
        return ids;
    }
}
