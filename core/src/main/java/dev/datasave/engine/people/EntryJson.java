package dev.datasave.engine.people;

import com.google.gson.JsonElement;
import com.google.gson.stream.JsonWriter;
import dev.datasave.ConnectedEntry;
import dev.datasave.Holder;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One entry in an export: its present state, its history, oldest first, and what belongs to it. Times are ISO-8601, sets and maps sorted. */
final class EntryJson {
    private final JsonWriter json;
    private final String userId;
    private @Nullable String array;

    /** {@code userId} is the person whose data it is. */
    EntryJson(JsonWriter json, String userId) {
        this.json = json;
        this.userId = userId;
    }

    void begin(ConnectedEntry described, Optional<Entry> current, @Nullable String notSaved) throws IOException {
        json.beginObject();
        json.name("store").value(described.store());
        json.name("key").value(described.key());
        json.name("connection").value(described.connection().name());
        if (described.holder().isPresent()) {
            Holder holder = described.holder().get();
            json.name("heldBy").beginObject();
            json.name("server").value(holder.serverName());
            json.name("incarnation").value(holder.incarnation());
            json.name("since").value(holder.since().toString());
            json.endObject();
        }
        if (notSaved != null) {
            json.name("notSaved").value(notSaved);
        }
        json.name("shared").value(!Set.of(userId).containsAll(described.userIds()));
        if (current.isPresent()) {
            json.name("created").value(current.get().created().toString());
            state(current.get());
        }
    }

    void revisions(List<Entry> older) throws IOException {
        in("history");
        for (Entry entry : older) {
            json.beginObject();
            state(entry);
            json.endObject();
        }
    }

    private void state(Entry entry) throws IOException {
        Content content = entry.content();
        json.name("revision").value(entry.revision());
        json.name("updated").value(entry.updated().toString());
        json.name("removed").value(entry.isTombstone());
        json.name("userIds").beginArray();
        for (String userId : new TreeSet<>(content.userIds())) {
            json.value(userId);
        }
        json.endArray();
        json.name("metadata").beginObject();
        for (Map.Entry<String, String> pair : new TreeMap<>(content.metadata()).entrySet()) {
            json.name(pair.getKey()).value(pair.getValue());
        }
        json.endObject();
        Content.Score score = content.score();
        if (score != null) {
            json.name("score").value(score.value());
        }
        value(content.value());
    }

    /** The value as JSON; as text if somebody else has written something that is not JSON. */
    private void value(@Nullable String text) throws IOException {
        if (text == null) {
            return;
        }
        JsonElement tree;
        try {
            tree = JsonText.parse(text);
        } catch (FormatProblem broken) {
            json.name("text").value(text);
            return;
        }
        json.name("value");
        JsonText.write(json, tree);
    }

    void belongings(String store, List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            in(store.substring(1) + "s");
            json.beginObject();
            json.name("id").value(entry.id().key().substring(entry.id().key().indexOf('/') + 1));
            Optional<StoredMessage> message = store.equals(Addresses.MESSAGES) ? message(entry) : Optional.empty();
            if (message.isPresent()) {
                message(message.get());
            } else {
                json.name("created").value(entry.created().toString());
                state(entry);
            }
            json.endObject();
        }
    }

    /** The message in an entry; empty if it was removed or the entry holds none: then the entry is shown as it is. */
    private static Optional<StoredMessage> message(Entry entry) {
        try {
            return entry.isTombstone() ? Optional.empty() : Optional.of(StoredMessage.of(entry));
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private void message(StoredMessage message) throws IOException {
        json.name("sent").value(message.entry().created().toString());
        json.name("from").value(message.from());
        json.name("type").value(message.type());
        json.name("payload");
        JsonText.write(json, message.payload());
        if (message.expires().isPresent()) {
            json.name("expires").value(message.expires().get().toString());
        }
    }

    /** Goes on in the array of that name. */
    private void in(String name) throws IOException {
        if (!name.equals(array)) {
            endArray();
            json.name(name).beginArray();
            array = name;
        }
    }

    private void endArray() throws IOException {
        if (array != null) {
            json.endArray();
            array = null;
        }
    }

    void end() throws IOException {
        endArray();
        json.endObject();
    }
}
