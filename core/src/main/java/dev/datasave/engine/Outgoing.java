package dev.datasave.engine;

import com.google.gson.JsonElement;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.Optional;

/**
 * A message to be sent (P11).
 *
 * @param to the profile that it is for
 * @param type the name of its type; names that start with {@code ~} are the engine's own requests (P13)
 * @param payload its content
 * @param expiry within which time it is to be delivered
 */
record Outgoing(EntryId to, String type, JsonElement payload, Optional<Duration> expiry) {}
