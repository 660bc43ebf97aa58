package dev.datasave.engine.mail;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Message;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Erased;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored message (P11). Its id is what follows the profile's hash in its key: the sender and a number. Its score is the time at which something is to
 * be done with it: it expires, or goes for good.
 *
 * @param entry the entry that holds it
 * @param profile who it is for
 * @param type the name of its class; {@code ~…} is a request of the engine's own (P13)
 * @param payload its content
 * @param from the sender's name
 * @param asker the incarnation that waits for an answer to a request, or empty
 * @param expires when it is no longer to be delivered
 */
public record StoredMessage(
        Entry entry,
        EntryId profile,
        String type,
        JsonElement payload,
        String from,
        String asker,
        Optional<Instant> expires) {
    private static final String DEAD = "dead";
    private static final Duration DEAD_KEPT = Duration.ofDays(30);

    /**
     * The message in an entry that is no tombstone.
     *
     * @throws IllegalArgumentException if there is none in it
     */
    public static StoredMessage of(Entry entry) {
        String value = Objects.requireNonNull(entry.content().value(), "a message that was removed");
        JsonObject json = EntryFormat.object(value, "message " + entry.id());
        return new StoredMessage(
                entry,
                JsonFields.entryId(json),
                JsonFields.text(json, "type"),
                JsonFields.element(json, "payload"),
                JsonFields.text(json, "from"),
                JsonFields.text(json, "asker", ""),
                Optional.ofNullable(json.get("expires"))
                        .map(time -> Instant.ofEpochMilli(JsonFields.number("expires", time))));
    }

    /** The id of the message under that key. */
    public static String idOf(EntryId entry) {
        return entry.key().substring(entry.key().indexOf('/') + 1);
    }

    /** Whether a message waits in that entry: it was neither removed nor has it expired unread. */
    static boolean isPending(Entry entry) {
        return !entry.isTombstone() && !isDead(entry);
    }

    /** Whether the entry, read with or without its value, is a dead letter. */
    static boolean isDead(Entry entry) {
        return entry.content().metadata().containsKey(DEAD);
    }

    String id() {
        return idOf(entry.id());
    }

    boolean isRequest() {
        return type.startsWith("~");
    }

    boolean isExpired(Instant now) {
        return expires.filter(end -> !end.isAfter(now)).isPresent();
    }

    /** The message as a dead letter, to be read for 30 days more. */
    Content dead(Instant now) {
        Content content = entry.content();
        return new Content(
                content.value(),
                content.userIds(),
                Map.of(DEAD, "expired"),
                null,
                (double) now.plus(DEAD_KEPT).toEpochMilli(),
                content.system());
    }

    /** The same message for the same profile once more, without an end of its time. */
    public NewMessage again() {
        JsonObject json =
                EntryFormat.object(Objects.requireNonNull(entry.content().value()), "message " + entry.id());
        json.remove("expires");
        return new NewMessage(profile, JsonText.write(json), Optional.empty());
    }

    /**
     * The outcome that an answered request's tombstone holds; null if there was none: its asker has given up, or it was erased before it was carried out.
     *
     * @throws IllegalArgumentException if the tombstone is not one of the engine's
     */
    static @Nullable JsonObject outcome(Entry tombstone) {
        String text = tombstone.content().system();
        JsonObject system = text == null ? new JsonObject() : EntryFormat.object(text, "request " + tombstone.id());
        return system.has("outcome") ? JsonFields.object(system, "outcome") : null;
    }

    /**
     * A message's tombstone that keeps nothing of a person (P14). Of an answered request it keeps that it was carried out, and in which revisions: without
     * that, its asker would be told that it never was.
     */
    public static Content erased(Entry message) {
        Content tombstone = Erased.tombstone(message.revision());
        JsonObject outcome = message.isTombstone() ? readableOutcome(message) : null;
        if (outcome == null || !outcome.has("applied")) {
            return tombstone;
        }
        JsonObject kept = new JsonObject();
        outcome.entrySet().forEach(member -> {
            JsonElement value = member.getValue();
            kept.add(member.getKey(), value.isJsonArray() ? new JsonArray() : value);
        });
        JsonObject system = EntryFormat.object(String.valueOf(tombstone.system()), "system of a tombstone");
        system.add("outcome", kept);
        return tombstone.withSystem(system.toString());
    }

    private static @Nullable JsonObject readableOutcome(Entry tombstone) {
        try {
            return outcome(tombstone);
        } catch (IllegalArgumentException foreign) {
            return null; // not the engine's, so nobody waits for it
        }
    }

    Message.Pending asPending() {
        return new Message.Pending(id(), type, payload, from, entry.created(), expires, isDead(entry));
    }
}
