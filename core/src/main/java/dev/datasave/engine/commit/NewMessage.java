package dev.datasave.engine.commit;

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
}
