package dev.datasave.engine.lease;

import com.google.gson.JsonObject;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The content of a lease entry (P2). Every entry can be read as a lease: if one could not be judged, its server would never count as dead (P4). So a
 * part that no server could have written counts as missing.
 *
 * @param name the server's label
 * @param time how long the lease lasts
 * @param version the version of DataSave that the server runs; empty if it does not say. For people: nothing is decided by it
 */
record LeaseFormat(String name, Duration time, String version) {
    private static final String NAMELESS = "?";
    private static final long STANDARD_MILLIS = 10_000;
    private static final long LONGEST_MILLIS = 3_600_000;

    static LeaseFormat of(Entry lease) {
        String value = lease.isDamaged() ? null : lease.content().value();
        JsonObject json = value == null ? null : object(value);
        return json == null
                ? new LeaseFormat(NAMELESS, Duration.ofMillis(STANDARD_MILLIS), "")
                : new LeaseFormat(
                        text(json, "name", NAMELESS), Duration.ofMillis(millis(json)), text(json, "version", ""));
    }

    private static @Nullable JsonObject object(String value) {
        try {
            return EntryFormat.object(value, "lease");
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private static String text(JsonObject json, String member, String otherwise) {
        try {
            return JsonFields.text(json, member, otherwise);
        } catch (IllegalArgumentException foreign) {
            return otherwise;
        }
    }

    private static long millis(JsonObject json) {
        try {
            long millis = JsonFields.number(json, "leaseMillis", STANDARD_MILLIS);
            return millis > 0 && millis <= LONGEST_MILLIS ? millis : STANDARD_MILLIS;
        } catch (IllegalArgumentException foreign) {
            return STANDARD_MILLIS;
        }
    }

    /**
     * As it is written.
     *
     * @param figures what the server has counted: for operators only, nothing is decided by it
     */
    Content content(JsonObject figures) {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("leaseMillis", time.toMillis());
        if (!version.isEmpty()) {
            json.addProperty("version", version);
        }
        json.add("figures", figures);
        return Content.of(json.toString());
    }
}
