package dev.datasave.engine.mail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A change of a message that waits (P11). */
public sealed interface MessageEdit {

    /** The message's new content; empty if there is nothing to change. */
    Optional<Content> on(StoredMessage waiting, Instant now);

    /** The new content of the message in that entry; empty if none waits there, or it was acknowledged. */
    default Optional<Content> on(Optional<Entry> entry, Set<String> consumed, Instant now) {
        return entry.filter(StoredMessage::isPending)
                .map(StoredMessage::of)
                .filter(message -> !message.isRequest() && !consumed.contains(message.id()))
                .flatMap(message -> on(message, now));
    }

    /** The change as the payload of a request. */
    JsonObject json();

    /** The message is withdrawn. */
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

    /** The message gets other content. */
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

    /** The message becomes a dead letter, if it has expired. */
    record Expire() implements MessageEdit {
        @Override
        public Optional<Content> on(StoredMessage waiting, Instant now) {
            return waiting.isExpired(now) ? Optional.of(waiting.dead(now)) : Optional.empty();
        }

        @Override
        public JsonObject json() {
            throw new IllegalStateException(
                    "expiry: found it in a request, expected a holder to expire its messages itself");
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
