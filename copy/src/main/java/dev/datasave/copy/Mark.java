package dev.datasave.copy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Storage.Transfer;
import dev.datasave.spi.Storage.Transfer.Place;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The mark of an unfinished copy in its target: where it comes from, and up to where it is written. It is there before the first revision and until
 * both sides were found equal. Each change is a compare and set, so of two copies into one storage only the later one goes on.
 */
final class Mark {
    private final Storage storage;
    private final String source;
    private Entry entry;
    private final Place place;

    private Mark(Storage storage, Entry entry) {
        this.storage = storage;
        this.entry = entry;
        JsonObject json =
                JsonParser.parseString(String.valueOf(entry.content().value())).getAsJsonObject();
        this.source = json.get("from").getAsString();
        this.place = new Place(
                json.get("store").getAsString(),
                json.get("key").getAsString(),
                json.get("revision").getAsLong());
    }

    static Optional<Mark> find(Storage storage) {
        return storage.read(List.of(Transfer.UNFINISHED)).getFirst().map(entry -> new Mark(storage, entry));
    }

    static Mark begin(Storage storage, String source) throws IOException {
        return new Mark(storage, write(storage, Optional.empty(), source, Place.START));
    }

    /** Where the copy comes from. */
    String source() {
        return source;
    }

    /** Up to where everything was written when it was found. */
    Place place() {
        return place;
    }

    /** Says that everything up to this place is written. */
    void move(Place to) throws IOException {
        entry = write(storage, Optional.of(entry), source, to);
    }

    /** The copy is finished. */
    void remove() throws IOException {
        decide(storage, Write.forget(entry, UUID.randomUUID().toString()).durable(Write.Durability.POWER));
    }

    private static Entry write(Storage storage, Optional<Entry> base, String source, Place place) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("from", source);
        json.addProperty("store", place.store());
        json.addProperty("key", place.key());
        json.addProperty("revision", place.revision());
        Write write = Write.put(Transfer.UNFINISHED, base, UUID.randomUUID().toString(), Content.of(json.toString()));
        decide(storage, write.durable(Write.Durability.POWER));
        return storage.read(List.of(Transfer.UNFINISHED)).getFirst().orElseThrow(Mark::overtaken);
    }

    private static void decide(Storage storage, Write write) throws IOException {
        if (storage.write(List.of(write), Atomicity.EACH).getFirst() instanceof WriteResult.Refused) {
            throw overtaken();
        }
    }

    private static IOException overtaken() {
        return new IOException("another copy into the same target goes on; this one has ended");
    }
}
