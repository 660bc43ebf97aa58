package dev.datasave.engine.commit;

import dev.datasave.spi.EntryId;
import java.time.Instant;
import java.util.Optional;

/**
 * A message to be sent (P11), as text, with everything that a storage could refuse already checked.
 *
 * @param to the profile that it is for
 * @param value what its entry is to hold
 * @param expires until when it is to be delivered, by the storage's clock
 */
public record NewMessage(EntryId to, String value, Optional<Instant> expires) {}
