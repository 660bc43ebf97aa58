package dev.datasave.cli.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.spi.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a player's profile, as the audit sees it. Read from the JSON tree, not by the game's own classes.
 *
 * @param number the revision
 * @param author the process that wrote it
 * @param owner the process that holds it, or null
 * @param holder the holder as stored, or null
 * @param value the whole value
 * @param money what the player has
 * @param earned how often he earned
 * @param last the last earnings
 */
record Revision(
        long number,
        String author,
        @Nullable String owner,
        @Nullable String holder,
        JsonElement value,
        long money,
        long earned,
        List<Earning> last) {

    /** An earning in the value. */
    record Earning(long op, long amount) {}

    /**
     * Reads one.
     *
     * @throws RuntimeException if it is not a player's profile
     */
    static Revision of(Entry entry, Fates fates) {
        String text = entry.content().value();
        if (text == null) {
            throw new IllegalArgumentException("found a tombstone, expected a profile");
        }
        JsonObject value = JsonParser.parseString(text).getAsJsonObject();
        List<Earning> last = new ArrayList<>();
        for (JsonElement earning : value.getAsJsonArray("earnings")) {
            JsonObject fields = earning.getAsJsonObject();
            last.add(new Earning(
                    fields.get("op").getAsLong(), fields.get("amount").getAsLong()));
        }
        return new Revision(
                entry.revision(),
                fates.author(entry.writeId()),
                fates.owner(entry.content().holder()),
                entry.content().holder(),
                value,
                value.get("money").getAsLong(),
                value.get("earned").getAsLong(),
                List.copyOf(last));
    }

    /** The number of the last earning, 0 before the first. */
    long lastOp() {
        return last.isEmpty() ? 0 : last.getLast().op();
    }
}
