package dev.datasave;

import com.google.gson.JsonElement;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that waits for its profile, or has waited in vain (P11): {@link ProfileStore#pendingMessagesAsync}.
 *
 * @param id names it among the messages of its profile
 * @param type the simple name of its class
 * @param payload its content
 * @param from the name of the server that sent it
 * @param sent when, by the storage's clock
 * @param expires when it is no longer to be delivered, if ever
 * @param isDead whether it has expired unread: a dead letter, kept for 30 days
 */
public record PendingMessage(
        String id,
        String type,
        JsonElement payload,
        String from,
        Instant sent,
        Optional<Instant> expires,
        boolean isDead) {}
