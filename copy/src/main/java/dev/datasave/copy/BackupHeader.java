package dev.datasave.copy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.spi.Storage.Transfer.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The first line of a backup.
 *
 * @param id which backup it is, a random one
 * @param from what was copied
 * @param taken when, by the clock of who copied
 * @param stores how much follows
 */
record BackupHeader(String id, String from, Instant taken, List<Tally> stores) {
    static final String FORMAT = "datasave-backup";
    static final int VERSION = 1;

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("version", VERSION);
        json.addProperty("id", id);
        json.addProperty("from", from);
        json.addProperty("taken", taken.toString());
        json.addProperty("entries", stores.stream().mapToLong(Tally::entries).sum());
        json.addProperty(
                "superseded", stores.stream().mapToLong(Tally::superseded).sum());
        JsonArray array = new JsonArray();
        for (Tally tally : stores) {
            JsonObject store = new JsonObject();
            store.addProperty("store", tally.store());
            store.addProperty("entries", tally.entries());
            store.addProperty("superseded", tally.superseded());
            array.add(store);
        }
        json.add("stores", array);
        return json;
    }

    /**
     * Reads the line.
     *
     * @throws BackupException if it is of a newer version, or of something else; with what was found, without the place
     * @throws RuntimeException if it is no such line
     */
    static BackupHeader of(String line) throws BackupException {
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        if (!json.has("format") || !FORMAT.equals(json.get("format").getAsString())) {
            throw new BackupException("found another file, expected a backup of DataSave");
        }
        int version = json.get("version").getAsInt();
        if (version < 1 || version > VERSION) {
            throw new BackupException("found version " + version + ", expected at most " + VERSION
                    + ", which is what this release of DataSave knows");
        }
        List<Tally> stores = new ArrayList<>();
        for (JsonElement each : json.getAsJsonArray("stores")) {
            JsonObject store = each.getAsJsonObject();
            stores.add(new Tally(
                    store.get("store").getAsString(),
                    store.get("entries").getAsLong(),
                    store.get("superseded").getAsLong()));
        }
        return new BackupHeader(
                json.get("id").getAsString(),
                json.get("from").getAsString(),
                Instant.parse(json.get("taken").getAsString()),
                List.copyOf(stores));
    }

    long count() {
        return stores.stream()
                .mapToLong(tally -> tally.entries() + tally.superseded())
                .sum();
    }
}
