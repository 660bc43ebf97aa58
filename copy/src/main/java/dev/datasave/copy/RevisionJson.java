package dev.datasave.copy;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage.Transfer.Revision;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A revision as a line of a backup: one JSON object. Value and system stand in it as texts, exactly as they were stored, because a storage's checksums are
 * of texts. Members that are missing are empty.
 */
final class RevisionJson {
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Set<String> userIds = new HashSet<>();
    private final Map<String, String> metadata = new HashMap<>();
    private boolean superseded;

    private RevisionJson() {}

    static void write(Revision revision, Writer to) throws IOException {
        Entry entry = revision.entry();
        JsonWriter json = new JsonWriter(to);
        json.setHtmlSafe(false);
        json.setSerializeNulls(false);
        json.beginObject();
        json.name("store").value(entry.id().store());
        json.name("key").value(entry.id().key());
        json.name("revision").value(entry.revision());
        if (revision.superseded()) {
            json.name("superseded").value(true);
        }
        json.name("end").value(revision.end() == null ? null : millis(revision.end()));
        json.name("writeId").value(entry.writeId());
        json.name("created").value(entry.created().toEpochMilli());
        json.name("updated").value(entry.updated().toEpochMilli());
        write(entry.content(), json);
        json.endObject();
        json.flush();
    }

    private static void write(Content content, JsonWriter json) throws IOException {
        if (!content.userIds().isEmpty()) {
            json.name("userIds").beginArray();
            for (String id : new TreeSet<>(content.userIds())) {
                json.value(id);
            }
            json.endArray();
        }
        if (!content.metadata().isEmpty()) {
            json.name("metadata").beginObject();
            for (Map.Entry<String, String> pair : new TreeMap<>(content.metadata()).entrySet()) {
                json.name(pair.getKey()).value(pair.getValue());
            }
            json.endObject();
        }
        json.name("holder").value(content.holder());
        Content.Score score = content.score();
        if (score != null) {
            json.name("score").value(score.value()).name("tie").value(score.tie());
        }
        json.name("system").value(content.system());
        json.name("value").value(content.value());
    }

    /** An end beyond what milliseconds can say is as good as never. */
    private static @Nullable Long millis(Instant end) {
        try {
            return end.toEpochMilli();
        } catch (ArithmeticException beyondTime) {
            return null;
        }
    }

    /**
     * Reads a line.
     *
     * @throws IOException if it is no JSON object
     * @throws RuntimeException if it is none that {@link #write} could have written
     */
    static Revision read(Reader from) throws IOException {
        JsonReader json = new JsonReader(from);
        json.setStrictness(Strictness.STRICT);
        RevisionJson line = new RevisionJson();
        json.beginObject();
        while (json.hasNext()) {
            line.read(json.nextName(), json);
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new IllegalArgumentException("found more than one object, expected one");
        }
        return line.revision();
    }

    private void read(String name, JsonReader json) throws IOException {
        switch (name) {
            case "store", "key", "writeId", "holder", "system", "value" -> texts.put(name, json.nextString());
            case "revision", "end", "created", "updated", "score", "tie" -> numbers.put(name, json.nextLong());
            case "superseded" -> superseded = json.nextBoolean();
            case "userIds" -> {
                json.beginArray();
                while (json.hasNext()) {
                    userIds.add(json.nextString());
                }
                json.endArray();
            }
            case "metadata" -> {
                json.beginObject();
                while (json.hasNext()) {
                    metadata.put(json.nextName(), json.nextString());
                }
                json.endObject();
            }
            default -> throw new IllegalArgumentException("found a member \"" + name + "\", expected a revision's");
        }
    }

    private Revision revision() {
        Long score = numbers.get("score");
        Content content = new Content(
                texts.get("value"),
                userIds,
                metadata,
                texts.get("holder"),
                score == null ? null : new Content.Score(score, number("tie")),
                texts.get("system"));
        Entry entry = new Entry(
                new EntryId(text("store"), text("key")),
                number("revision"),
                text("writeId"),
                content,
                Instant.ofEpochMilli(number("created")),
                Instant.ofEpochMilli(number("updated")));
        Long end = numbers.get("end");
        return new Revision(entry, superseded, end == null ? null : Instant.ofEpochMilli(end));
    }

    private String text(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("found no \"" + name + "\", expected one");
        }
        return text;
    }

    private long number(String name) {
        Long number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("found no \"" + name + "\", expected one");
        }
        return number;
    }
}
