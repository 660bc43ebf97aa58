package dev.datasave.engine.entry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an entry's {@code system} remembers of erasures (P14). What is based on an older revision of the entry – a final state in a spool, a message
 * that was on its way – holds erased data, and must not be kept in any form, not even for an operator. It stays when the key is born again, and
 * goes with the tombstone, 30 days later. Immutable.
 *
 * @param whole the revision that erased the entry, or 0
 * @param part the revision that took one of several people out of it, or 0
 */
public record Erased(long whole, long part) {
    static final Erased NOTHING = new Erased(0, 0);
    private static final String WHOLE = "erased";
    private static final String PART = "detached";
    private static final String ADDRESSED_AT = "at";

    /** Takes it out of the engine's part of an entry. */
    static Erased take(JsonObject system) {
        long whole = number(WHOLE, system.remove(WHOLE));
        long part = number(PART, system.remove(PART));
        return whole == 0 && part == 0 ? NOTHING : new Erased(whole, part);
    }

    private static long number(String name, @Nullable JsonElement element) {
        return element == null ? 0 : JsonFields.number(name, element);
    }

    void addTo(JsonObject system) {
        if (whole != 0) {
            system.addProperty(WHOLE, whole);
        }
        if (part != 0) {
            system.addProperty(PART, part);
        }
    }

    /** Whether what is based on that revision of the entry, 0 = of none, holds data that was erased since. */
    boolean covers(long basedOn) {
        return basedOn < Math.max(whole, part);
    }

    /** Whether what is based on that revision of an entry, as it stands now, holds data that was erased since. */
    public static boolean covers(Optional<Entry> current, long basedOn) {
        return of(current).covers(basedOn);
    }

    /** One of several people was taken out. */
    public Erased withPart(long revision) {
        return new Erased(whole, revision);
    }

    /** What is known of an entry, alive or removed. */
    public static Erased of(Optional<Entry> current) {
        return current.flatMap(Erased::format)
                .map(format -> format.memory().erased())
                .orElse(NOTHING);
    }

    /** Whether sessions own the entry: it was loaded at least once. */
    public static boolean isProfile(Entry entry) {
        return format(entry).filter(format -> format.counters().loads() > 0).isPresent();
    }

    /** Empty where somebody else has written the engine's part. */
    static Optional<EntryFormat> format(Entry entry) {
        try {
            return Optional.of(EntryFormat.of(entry));
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    /** What stands on top of that revision when the entry was erased. */
    public static Content tombstone(long base) {
        return new Erased(base + 1, 0).tombstone();
    }

    /** A removal that erases nothing, but remembers that something was. */
    Content tombstone() {
        if (equals(NOTHING)) {
            return Content.TOMBSTONE;
        }
        JsonObject system = new JsonObject();
        addTo(system);
        return Content.TOMBSTONE.withSystem(system.toString());
    }

    /** The engine's part of a record out of which one person was taken, on top of that revision; none stays none. */
    public static @Nullable String marked(@Nullable String system, long base) {
        if (system == null) {
            return null;
        }
        JsonObject json = EntryFormat.object(system, "system of a shared entry");
        json.addProperty(PART, base + 1);
        return json.toString();
    }

    /** The engine's part of a message to a profile that is at that revision now. */
    public static String addressed(Optional<Entry> profile) {
        JsonObject system = new JsonObject();
        system.addProperty(ADDRESSED_AT, profile.map(Entry::revision).orElse(0L));
        return system.toString();
    }

    /** Whether a message was addressed before the profile was erased: then it is not for the one that lives now. */
    public boolean wasSentBefore(Entry message) {
        String system = message.content().system();
        if (whole == 0) {
            return false;
        }
        try {
            return system == null || addressedAt(system) < whole;
        } catch (IllegalArgumentException foreign) { // then nothing says that it came later
            return true;
        }
    }

    private static long addressedAt(String system) {
        return number(
                ADDRESSED_AT, EntryFormat.object(system, "system of a message").get(ADDRESSED_AT));
    }
}
