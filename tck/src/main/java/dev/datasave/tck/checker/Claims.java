package dev.datasave.tck.checker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.Journal.Written;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The claims that ever stood in the storage: who asked which holder for a profile (P5), and in what order (P7). */
final class Claims {
    static final String STORE = "~claim";

    private final Parsed parsed;
    private final Set<Claim> made = new HashSet<>();
    private final Set<Numbered> numbers = new HashSet<>();

    private record Claim(EntryId profile, String of, String by) {}

    private record Numbered(EntryId profile, String by, long number) {}

    Claims(Parsed parsed) {
        this.parsed = parsed;
    }

    void written(Written written) {
        Optional<JsonObject> claim = written.after().flatMap(parsed::value);
        claim.ifPresent(found -> {
            String by = found.get("by").getAsString();
            EntryId profile = new EntryId(
                    found.get("store").getAsString(), found.get("key").getAsString());
            made.add(new Claim(profile, session(found.get("holder").getAsString()), session(by)));
            numbers.add(new Numbered(profile, session(by), found.get("number").getAsLong()));
        });
    }

    /** The part of a holder that belongs to its session, and stays the same under another incarnation. */
    static String session(String token) {
        return token.substring(token.indexOf('/') + 1);
    }

    /** Whether one session ever asked the other for that profile. */
    boolean wasMade(EntryId profile, String of, String by) {
        return made.contains(new Claim(profile, session(of), session(by)));
    }

    /** Whether that session ever asked anybody for that profile. */
    boolean wasMadeBy(EntryId profile, String by) {
        return made.stream().anyMatch(claim -> claim.profile.equals(profile) && claim.by.equals(session(by)));
    }

    /** Whether it claimed that profile with that number. */
    boolean wasNumbered(EntryId profile, String by, long number) {
        return numbers.contains(new Numbered(profile, session(by), number));
    }

    /** The highest claim number that the stored profile names. */
    long stored(Optional<Entry> entry) {
        return entry.flatMap(parsed::system)
                .map(system -> system.get("claim"))
                .map(JsonElement::getAsLong)
                .orElse(0L);
    }
}
