package dev.datasave.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.ReleaseReason;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link SpoolFile} lies on the disk: two lines of JSON, a head with the version of the format and a checksum, and what it is the checksum
 * of. Messages about what can't be read hold nothing of it.
 */
final class SpoolFormat {
    private static final int VERSION = 1;

    private SpoolFormat() {}

    static byte[] bytes(SpoolFile file) {
        byte[] body = (body(file) + "\n").getBytes(StandardCharsets.UTF_8);
        JsonObject head = new JsonObject();
        head.addProperty("spool", VERSION);
        head.addProperty("sha256", checksum(body, 0));
        byte[] start = (head + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    private static JsonObject body(SpoolFile file) {
        JsonObject json = new JsonObject();
        json.addProperty("store", file.id().store());
        json.addProperty("key", file.id().key());
        json.addProperty("server", file.server());
        json.addProperty("reason", file.reason().name());
        json.addProperty("at", file.at());
        json.addProperty("revision", file.write().expectedRevision());
        json.addProperty("writeId", file.write().expectedWriteId());
        json.addProperty("newWriteId", file.write().writeId());
        json.addProperty("token", file.token().toString());
        json.addProperty("takenFrom", file.takenFrom());
        json.add("newer", array(file.newer()));
        json.addProperty("created", file.created().toString());
        json.addProperty("superseded", text(file.write().superseded()));
        Content content = file.content();
        json.add("userIds", array(content.userIds()));
        JsonObject metadata = new JsonObject();
        content.metadata().forEach(metadata::addProperty);
        json.add("metadata", metadata);
        json.addProperty("score", content.score());
        json.add("system", JsonParser.parseString(String.valueOf(content.system())));
        json.add("value", JsonParser.parseString(String.valueOf(content.value())));
        return json;
    }

    private static JsonArray array(Set<String> texts) {
        JsonArray array = new JsonArray();
        texts.stream().sorted().forEach(array::add);
        return array;
    }

    private static String text(Retention retention) {
        return switch (retention) {
            case Retention.Drop drop -> "drop";
            case Retention.Pin pin -> "pin";
            case Retention.Keep keep -> keep.duration().toString();
        };
    }

    private static Retention retention(String text) {
        return switch (text) {
            case "drop" -> Retention.drop();
            case "pin" -> Retention.pin();
            default -> Retention.keep(Duration.parse(text));
        };
    }

    /**
     * What a file holds.
     *
     * @throws IOException if it is not a whole file of this format
     */
    static SpoolFile parse(byte[] bytes) throws IOException {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        try {
            JsonObject head = EntryFormat.object(new String(bytes, 0, end, StandardCharsets.UTF_8), "head");
            int version = number(head, "spool").intValue();
            if (version != VERSION) {
                throw new IOException("found format version " + version + ", expected " + VERSION);
            }
            if (end == bytes.length || !checksum(bytes, end + 1).equals(text(head, "sha256"))) {
                throw new IOException("found " + bytes.length + " bytes with another checksum, expected a whole file");
            }
            String body = new String(bytes, end + 1, bytes.length - end - 1, StandardCharsets.UTF_8);
            return of(EntryFormat.object(body, "body"));
        } catch (RuntimeException broken) { // its message may quote what it met
            throw new IOException(
                    "found no file of a spool (" + broken.getClass().getSimpleName() + ")");
        }
    }

    private static SpoolFile of(JsonObject json) {
        String store = text(json, "store");
        Token token = Token.parse(text(json, "token"));
        if (store.startsWith("~") || token == null) {
            throw new IllegalArgumentException("store: found \"" + store + "\", expected one of the game's");
        }
        JsonElement score = json.get("score");
        Map<String, String> metadata = new HashMap<>();
        object(json, "metadata")
                .entrySet()
                .forEach(pair -> metadata.put(pair.getKey(), pair.getValue().getAsString()));
        Content content = new Content(
                member(json, "value").toString(),
                texts(json, "userIds"),
                metadata,
                null,
                score == null || score.isJsonNull() ? null : score.getAsDouble(),
                object(json, "system").toString());
        return new SpoolFile(
                SpoolFile.write(
                        new EntryId(store, text(json, "key")),
                        number(json, "revision").longValue(),
                        nullable(json, "writeId"),
                        text(json, "newWriteId"),
                        content,
                        retention(text(json, "superseded"))),
                token,
                nullable(json, "takenFrom"),
                texts(json, "newer"),
                Instant.parse(text(json, "created")),
                text(json, "server"),
                ReleaseReason.valueOf(text(json, "reason")),
                number(json, "at").longValue());
    }

    private static JsonElement member(JsonObject json, String name) {
        JsonElement member = json.get(name);
        if (member == null) {
            throw new IllegalArgumentException(name + ": found nothing, expected a member");
        }
        return member;
    }

    private static JsonObject object(JsonObject json, String name) {
        return member(json, name).getAsJsonObject();
    }

    private static String text(JsonObject json, String name) {
        String text = nullable(json, name);
        if (text == null) {
            throw new IllegalArgumentException(name + ": found null, expected text");
        }
        return text;
    }

    private static @Nullable String nullable(JsonObject json, String name) {
        JsonElement member = member(json, name);
        return member.isJsonNull() ? null : member.getAsString();
    }

    private static Number number(JsonObject json, String name) {
        return member(json, name).getAsNumber();
    }

    private static Set<String> texts(JsonObject json, String name) {
        Set<String> texts = new HashSet<>();
        member(json, name).getAsJsonArray().forEach(text -> texts.add(text.getAsString()));
        return Set.copyOf(texts);
    }

    private static String checksum(byte[] bytes, int from) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, bytes.length - from);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
