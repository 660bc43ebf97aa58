package dev.datasave.engine.entry;

import com.google.gson.JsonObject;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lines of the operators' audit log, as an erasure sees them (P14). Each is an entry of {@link Addresses#AUDIT}. It is connected to the people of the
 * profile that it tells of, and to the profile itself, so that it is found whether or not the profile has user ids.
 */
public final class AuditLine {
    /** What an erased line keeps: that an operator did something, but not to whom. */
    private static final List<String> KEPT = List.of("at", "who", "action", "state");

    private AuditLine() {}

    /** The user id that connects a line to its profile. */
    public static String subject(EntryId profile) {
        return "~profile/" + Addresses.hash(profile);
    }

    /** The line without what tells of a person. One that can't be read loses everything. */
    public static Content erased(Entry line) {
        JsonObject left = new JsonObject();
        try {
            JsonObject told = EntryFormat.object(String.valueOf(line.content().value()), "line " + line.id());
            for (String name : KEPT) {
                if (told.has(name)) {
                    left.add(name, told.get(name));
                }
            }
        } catch (RuntimeException foreign) {
            left = new JsonObject();
        }
        left.addProperty("erased", true);
        return new Content(left.toString(), Set.of(), Map.of(), null, null, null);
    }
}
