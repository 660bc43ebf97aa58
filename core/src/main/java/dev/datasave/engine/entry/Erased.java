package dev.datasave.engine.entry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an entry's {@code system} part remembers of erasures (P14). A final state in a spool, or a message on its way, may be based on an older
 * revision of the entry. Then it holds erased data and must not be kept in any form, not even for an operator. The memory stays when the key is used
 * again; it goes with the tombstone, 30 days later. Immutable.
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

    /** Whether something that is based on that revision holds data that was erased since. 0 stands for no revision. */
    boolean covers(long basedOn) {
        return basedOn < Math.max(whole, part);
    }

    /** Whether something that is based on that revision of an entry holds data that was erased since. {@code current} is the entry as it is now. */
    public static boolean covers(Optional<Entry> current, long basedOn) {
        return of(current).covers(basedOn);
    }

    /** Remembers that one of several people was taken out. */
    public Erased withPart(long revision) {
        return new Erased(whole, revision);
    }

    /** The erasures that an entry remembers, whether it is alive or removed. */
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

    /** The tombstone that erases an entry. {@code base} is the revision of the entry until then. */
    public static Content tombstone(long base) {
        return new Erased(base + 1, 0).tombstone();
    }

    /** The tombstone of a removal that erases nothing but remembers earlier erasures. */
    Content tombstone() {
        if (equals(NOTHING)) {
            return Content.TOMBSTONE;
        }
        JsonObject system = new JsonObject();
        addTo(system);
        return Content.TOMBSTONE.withSystem(system.toString());
    }

    /**
     * The {@code system} part of a shared record after one person was taken out of it. {@code base} is the revision of the record until then. Null
     * stays null.
     */
    public static @Nullable String marked(@Nullable String system, long base) {
        if (system == null) {
            return null;
        }
        JsonObject json = EntryFormat.object(system, "system of a shared entry");
        json.addProperty(PART, base + 1);
        return json.toString();
    }

    /** The {@code system} part of a message. It remembers the present revision of the profile that the message is for. */
    public static String addressed(Optional<Entry> profile) {
        return addressedAt(profile.map(Entry::revision).orElse(0L));
    }

    static String addressedAt(long revision) {
        JsonObject system = new JsonObject();
        system.addProperty(ADDRESSED_AT, revision);
        return system.toString();
    }

    /** Whether a message was addressed before the profile was erased: then it is not for the profile that is there now. */
    public boolean wasSentBefore(Entry message) {
        String system = message.content().system();
        if (whole == 0) {
            return false;
        }
        try {
            return system == null || addressedAt(system) < whole;
        } catch (IllegalArgumentException foreign) { // nothing says that it came later
            return true;
        }
    }

    private static long addressedAt(String system) {
        return number(
                ADDRESSED_AT, EntryFormat.object(system, "system of a message").get(ADDRESSED_AT));
    }
}
