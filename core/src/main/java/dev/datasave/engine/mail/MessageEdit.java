package dev.datasave.engine.mail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Content;
import java.time.Instant;
import java.util.Optional;

/** What is done with a message that waits (P11). */
sealed interface MessageEdit {

    /** What the message becomes; empty if there is nothing to do. */
    Optional<Content> on(StoredMessage waiting, Instant now);

    /** As the payload of a request. */
    JsonObject json();

    /** It is taken back. */
    record Withdraw() implements MessageEdit {
        @Override
        public Optional<Content> on(StoredMessage waiting, Instant now) {
            return waiting.isExpired(now) ? Optional.empty() : Optional.of(Content.TOMBSTONE);
        }

        @Override
        public JsonObject json() {
            return new JsonObject();
        }
    }

    /** It says something else. */
    record Edit(MessageFormat.Typed message) implements MessageEdit {
        @Override
        public Optional<Content> on(StoredMessage waiting, Instant now) {
            return waiting.isExpired(now)
                    ? Optional.empty()
                    : Optional.of(waiting.entry().content().withValue(MessageFormat.edited(waiting, message)));
        }

        @Override
        public JsonObject json() {
            JsonObject json = new JsonObject();
            json.addProperty("type", message.type());
            json.add("payload", message.payload());
            return json;
        }
    }

    /** It becomes a dead letter, if its time is over. */
    record Expire() implements MessageEdit {
        @Override
        public Optional<Content> on(StoredMessage waiting, Instant now) {
            return waiting.isExpired(now) ? Optional.of(waiting.dead(now)) : Optional.empty();
        }

        @Override
        public JsonObject json() {
            throw new IllegalStateException("an owner expires his messages himself");
        }
    }

    /** The change in a request's payload. */
    static MessageEdit of(JsonObject json) {
        JsonElement payload = json.get("payload");
        return payload == null
                ? new Withdraw()
                : new Edit(new MessageFormat.Typed(JsonFields.text(json, "type"), payload));
    }
}
