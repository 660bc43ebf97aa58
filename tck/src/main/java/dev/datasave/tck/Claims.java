package dev.datasave.tck;

import com.google.gson.JsonObject;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.Journal.Written;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The claims that ever stood in the storage: who asked which holder for a profile (P5), and in what order (P7). */
final class Claims {
    static final String STORE = "~claim";

    private final Parsed parsed;
    private final Set<Claim> made = new HashSet<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<EntryId, Long> won = new HashMap<>();

    private record Claim(EntryId profile, String of, String by) {}

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
            numbers.merge(session(by), found.get("number").getAsLong(), Math::max);
        });
    }

    /** A holder's own part of its token, which it keeps under another incarnation. */
    private static String session(String token) {
        return token.substring(token.indexOf('/') + 1);
    }

    /** Whether one ever asked the other for that profile. */
    boolean wasMade(EntryId profile, String of, String by) {
        return made.contains(new Claim(profile, session(of), session(by)));
    }

    /** The profile goes to a claimant; whether his claim is newer than all that got it before. */
    boolean wins(EntryId profile, String by) {
        long number = numbers.getOrDefault(session(by), 0L);
        long before = won.getOrDefault(profile, 0L);
        won.put(profile, Math.max(before, number));
        return number > before;
    }

    /** What came before is forgotten: the profile was removed. */
    void forget(EntryId profile) {
        won.remove(profile);
    }
}
