package dev.datasave.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mark of an erasure (P14) in an entry's {@code system}: the revision that it wrote. What is based on an older revision of the entry – a final
 * state in a spool, a message that was on its way – holds erased data, and must not be kept in any form, not even for an operator. The mark stays
 * when the key is born again; it goes with the tombstone, 30 days later.
 */
final class Erased {
    private static final String MEMBER = "erased";

    private Erased() {}

    /** What stands on top of that revision when it was erased. */
    static Content tombstone(long base) {
        JsonObject system = new JsonObject();
        system.addProperty(MEMBER, base + 1);
        return Content.TOMBSTONE.withSystem(system.toString());
    }

    /** A tombstone that erases nothing, but remembers that something was. */
    static Content tombstoneOf(EntryFormat removed) {
        return removed.erased() == 0 ? Content.TOMBSTONE : tombstone(removed.erased() - 1);
    }

    /** The engine's part of an entry that was rewritten, on top of that revision, so that what came before is erased; none stays none. */
    static @Nullable String marked(@Nullable String system, long base) {
        if (system == null) {
            return null;
        }
        JsonObject json = EntryFormat.object(system, "system of a shared entry");
        json.addProperty(MEMBER, base + 1);
        return json.toString();
    }

    /** The revision of the last erasure, or 0. */
    static long revision(Optional<Entry> current) {
        return current.flatMap(Erased::format).map(EntryFormat::erased).orElse(0L);
    }

    /** Whether sessions own the entry: it was loaded at least once. */
    static boolean isProfile(Entry entry) {
        return format(entry).filter(format -> format.loads() > 0).isPresent();
    }

    /** Empty where somebody else has written the engine's part. */
    private static Optional<EntryFormat> format(Entry entry) {
        try {
            return Optional.of(EntryFormat.of(entry));
        } catch (RuntimeException foreign) {
            return Optional.empty();
        }
    }

    /** A message that is addressed to a profile, as it stands now, tells at which revision it was. */
    static String addressed(Optional<Entry> profile) {
        JsonObject system = new JsonObject();
        system.addProperty("at", profile.map(Entry::revision).orElse(0L));
        return system.toString();
    }

    /** Whether a message was addressed to a profile before that revision erased it: then it is not for the one that lives now. */
    static boolean wasSentBefore(long erased, Entry message) {
        String system = message.content().system();
        JsonElement at = system == null
                ? null
                : EntryFormat.object(system, "system of a message").get("at");
        return (at == null ? 0 : at.getAsLong()) < erased;
    }

    /** Whether what is based on that revision of an entry, 0 = of none, holds data that was erased since. */
    static boolean covers(Optional<Entry> current, long basedOn) {
        return basedOn < revision(current);
    }
}
