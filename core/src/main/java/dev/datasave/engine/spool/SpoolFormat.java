package dev.datasave.engine.spool;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.ReleaseReason;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
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
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The format of a {@link SpoolFile} on the disk: two lines of JSON. The first is a head with the version of the format and the checksum of the second
 * line, the second is the body. Messages about a file that can't be read never quote its content.
 */
final class SpoolFormat {
    private static final int VERSION = 1;
    /** The value is one level deeper than the body. */
    private static final int DEPTH = JsonText.MAX_DEPTH + 1;

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
        JsonObject json = JsonFields.object(file.id());
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
        Content.Score score = content.score();
        json.addProperty("score", score == null ? null : score.value());
        json.addProperty("tie", score == null ? null : score.tie());
        json.add("system", JsonText.parse(String.valueOf(content.system())));
        json.add("value", JsonText.parse(String.valueOf(content.value())));
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
     * Reads the content of a file.
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
            long version = JsonFields.number(head, "spool");
            if (version != VERSION) {
                throw new IOException("found format version " + version + ", expected " + VERSION);
            }
            if (end == bytes.length || !checksum(bytes, end + 1).equals(JsonFields.text(head, "sha256"))) {
                throw new IOException("found " + bytes.length + " bytes with another checksum, expected a whole file");
            }
            String body = new String(bytes, end + 1, bytes.length - end - 1, StandardCharsets.UTF_8);
            return of(JsonFields.object("body", JsonText.parse(body, DEPTH)));
        } catch (RuntimeException broken) { // its message may quote the content
            throw new IOException(
                    "found another format (" + broken.getClass().getSimpleName() + "), expected a file of a spool");
        }
    }

    private static SpoolFile of(JsonObject json) {
        String store = JsonFields.text(json, "store");
        if (store.startsWith("~")) {
            throw new IllegalArgumentException("store: found \"" + store + "\", expected one of the game's");
        }
        Map<String, String> metadata = new HashMap<>();
        JsonFields.object(json, "metadata")
                .entrySet()
                .forEach(pair -> metadata.put(pair.getKey(), JsonFields.text("metadata", pair.getValue())));
        Content content = new Content(
                JsonText.write(JsonFields.element(json, "value")),
                JsonFields.texts("userIds", json.get("userIds")),
                metadata,
                null,
                score(json.get("score"), json.get("tie")),
                JsonFields.object(json, "system").toString());
        return new SpoolFile(
                SpoolFile.write(
                        new EntryId(store, JsonFields.text(json, "key")),
                        JsonFields.number(json, "revision"),
                        JsonFields.textOrNull(json, "writeId"),
                        JsonFields.text(json, "newWriteId"),
                        content,
                        retention(JsonFields.text(json, "superseded"))),
                Token.of(json, "token"),
                JsonFields.textOrNull(json, "takenFrom"),
                JsonFields.texts("newer", json.get("newer")),
                Instant.parse(JsonFields.text(json, "created")),
                JsonFields.text(json, "server"),
                ReleaseReason.valueOf(JsonFields.text(json, "reason")),
                JsonFields.number(json, "at"));
    }

    /** Earlier versions wrote a decimal number and no tie. It is rounded, half away from zero, as in a database's tables. */
    static Content.@Nullable Score score(@Nullable JsonElement value, @Nullable JsonElement tie) {
        if (value == null || value.isJsonNull()) {
            return null;
        }
        return tie == null
                ? Content.Score.of(rounded(value.getAsDouble()))
                : new Content.Score(JsonFields.number("score", value), JsonFields.number("tie", tie));
    }

    private static long rounded(double score) {
        double whole = Math.rint(score);
        boolean isHalf = Math.abs(score - whole) == 0.5;
        return (long) (isHalf ? score + Math.signum(score) * 0.5 : whole);
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
