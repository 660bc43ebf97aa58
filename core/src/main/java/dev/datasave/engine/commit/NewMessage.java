package dev.datasave.engine.commit;

import com.google.gson.JsonObject;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A message to be sent (P11), as text, with everything that a storage could refuse already checked.
 *
 * @param to the profile that it is for
 * @param value what its entry is to hold
 * @param expires until when it is to be delivered, by the storage's clock
 * @param senders the people who send it, as the value names them
 */
public record NewMessage(EntryId to, String value, Optional<Instant> expires, Set<String> senders) {
    public NewMessage {
        senders = Set.copyOf(senders);
    }

    /** The same message to that profile: to the one that it is for, under the key to which it was moved (P15). */
    public NewMessage to(EntryId profile) {
        if (to.equals(profile)) {
            return this;
        }
        JsonObject json = EntryFormat.object(value, "message to " + to);
        json.addProperty("key", profile.key());
        return new NewMessage(profile, JsonText.write(json), expires, senders);
    }
}
