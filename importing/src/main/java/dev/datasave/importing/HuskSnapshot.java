package dev.datasave.importing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import net.kyori.adventure.nbt.TagStringIO;
import org.xerial.snappy.Snappy;

/**
 * A snapshot of HuskSync: JSON, packed with Snappy unless its settings say otherwise. The parts of {@code data} are texts there and trees here: items and persistent data
 * are NBT and become {@link NbtJson}'s trees, the others are JSON. HuskSync's own parts lose the {@code husksync:} before their names.
 *
 * @param id its id
 * @param saved when it was saved
 * @param isPinned whether HuskSync keeps it for ever
 * @param version the state that it becomes
 */
record HuskSnapshot(String id, Instant saved, boolean isPinned, ImportItem.Version version) {
    private static final String OWN = "husksync:";
    private static final Set<String> NBT =
            Set.of("husksync:inventory", "husksync:ender_chest", "husksync:persistent_data");
    private static final int OLDEST_FORMAT = 4;
    private static final int NEWEST_FORMAT = 5;
    private static final int MOST_BYTES = 64 << 20;
    private static final int SHORT_ID = 8;

    /**
     * Reads a snapshot.
     *
     * @param player the player's name
     * @param cause why it was saved
     * @throws IllegalArgumentException if it can't be used, with the reason, without payloads
     */
    static HuskSnapshot of(String id, String player, String cause, boolean isPinned, byte[] bytes) {
        JsonElement tree = StrictJson.parse(StrictJson.text(unpacked(bytes), StandardCharsets.UTF_8));
        Fields fields = Fields.of("snapshot", tree);
        int format = format(fields);
        if (format < OLDEST_FORMAT || format > NEWEST_FORMAT) {
            throw new IllegalArgumentException("format_version: found " + format + ", expected " + OLDEST_FORMAT
                    + " or " + NEWEST_FORMAT + ", which HuskSync 3 and 4 write");
        }
        Instant saved = saved(fields);
        String server = fields.text("server_name").orElse("");
        Map<String, String> metadata = new HashMap<>();
        metadata.put("husksync.name", player);
        metadata.put("husksync.snapshot", id);
        metadata.put("husksync.saved", saved.toString());
        metadata.put("husksync.cause", cause);
        metadata.put("husksync.server", server);
        fields.text("minecraft_version").ifPresent(text -> metadata.put("husksync.minecraft", text));
        fields.text("platform_type").ifPresent(text -> metadata.put("husksync.platform", text));
        String origin = "HuskSync " + id.substring(0, Math.min(SHORT_ID, id.length())) + ": " + cause + ", " + saved
                + (server.isEmpty() ? "" : " on " + server);
        return new HuskSnapshot(id, saved, isPinned, new ImportItem.Version(data(fields), metadata, isPinned, origin));
    }

    private static byte[] unpacked(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("data: found an empty snapshot");
        }
        try {
            if (!Snappy.isValidCompressedBuffer(bytes)) {
                if (bytes[0] == '{') {
                    return bytes;
                }
                throw new IllegalArgumentException(
                        "data: found neither JSON nor whole data of Snappy; does the snapshot end in the middle?");
            }
            int length = Snappy.uncompressedLength(bytes);
            if (length < 0 || length > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "data: found " + length + " bytes unpacked, expected at most " + MOST_BYTES);
            }
            return Snappy.uncompress(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("data: found no whole data of Snappy", e);
        }
    }

    private static int format(Fields fields) {
        try {
            return Integer.parseInt(fields.text("format_version").orElseThrow(() -> fields.missing("format_version")));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("format_version: found no number", e);
        }
    }

    private static Instant saved(Fields fields) {
        try {
            return OffsetDateTime.parse(fields.text("timestamp").orElseThrow(() -> fields.missing("timestamp")))
                    .toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("timestamp: found no time with an offset", e);
        }
    }

    private static JsonObject data(Fields fields) {
        Fields parts = fields.object("data").orElseThrow(() -> fields.missing("data"));
        JsonObject data = new JsonObject();
        for (String part : parts.names()) {
            String name = part.startsWith(OWN) ? part.substring(OWN.length()) : part;
            if (data.has(name)) {
                throw new IllegalArgumentException("data: found the part " + name + " twice, expected it once");
            }
            data.add(name, tree(part, parts.text(part).orElseThrow()));
        }
        return data;
    }

    /** The parts of other plug-ins are what they are: JSON if they begin as it does and are right, text if not. */
    private static JsonElement tree(String part, String text) {
        try {
            if (NBT.contains(part)) {
                return NbtJson.toJson(TagStringIO.tagStringIO().asCompound(text));
            } else if (part.startsWith(OWN)) {
                return StrictJson.parse(text);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "data: found a part " + part + " that is no " + (NBT.contains(part) ? "NBT" : "JSON"), e);
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return StrictJson.parse(text);
            } catch (IllegalArgumentException textOfAnotherKind) {
                return new JsonPrimitive(text);
            }
        }
        return new JsonPrimitive(text);
    }
}
