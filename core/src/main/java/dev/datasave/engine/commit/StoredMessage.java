package dev.datasave.engine.commit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Message;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stored message (P11). Its id is the part of its key after the profile's hash: the sender and a number. Its score is the time at which it expires,
 * or at which a dead letter is removed for good.
 *
 * @param entry the message's entry
 * @param profile the profile that it is for
 * @param type the simple name of its class; {@code ~…} for a request of the engine (P13)
 * @param payload its content
 * @param from the sender's name
 * @param asker the incarnation that waits for the answer to a request; empty for other messages
 * @param expires when it expires
 * @param senders the people who sent it; its entry is connected to them, too
 */
public record StoredMessage(
        Entry entry,
        EntryId profile,
        String type,
        JsonElement payload,
        String from,
        String asker,
        Optional<Instant> expires,
        Set<String> senders) {
    /** The member of its JSON that names the people who sent it; absent if there are none. */
    public static final String SENDERS = "senders";

    private static final String DEAD = "dead";
    private static final Duration DEAD_KEPT = Duration.ofDays(30);

    /**
     * Reads the message in an entry that is not a tombstone.
     *
     * @throws IllegalArgumentException if the entry is not a message
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
                        .map(time -> Instant.ofEpochMilli(JsonFields.number("expires", time))),
                json.has(SENDERS) ? JsonFields.texts(SENDERS, json.get(SENDERS)) : Set.of());
    }

    /** The id of the message in that entry. */
    public static String idOf(EntryId entry) {
        return entry.key().substring(entry.key().indexOf('/') + 1);
    }

    /** Whether the entry is a message that waits: it was neither removed, nor has it expired unread. */
    public static boolean isPending(Entry entry) {
        return !entry.isTombstone() && !isDead(entry);
    }

    /** Whether the entry, read with or without its value, is a dead letter. */
    public static boolean isDead(Entry entry) {
        return entry.content().metadata().containsKey(DEAD);
    }

    public String id() {
        return idOf(entry.id());
    }

    public boolean isRequest() {
        return type.startsWith("~");
    }

    public boolean isExpired(Instant now) {
        return expires.filter(end -> !end.isAfter(now)).isPresent();
    }

    /** The content that makes the message a dead letter, which can be read for 30 days more. */
    public Content dead(Instant now) {
        Content content = entry.content();
        return new Content(
                content.value(),
                content.userIds(),
                Map.of(DEAD, "expired"),
                null,
                Content.Score.of(now.plus(DEAD_KEPT).toEpochMilli()),
                content.system());
    }

    /** A new message with the same content, which does not expire, to the same profile; {@code to} is its present key. */
    public NewMessage again(EntryId to) {
        JsonObject json =
                EntryFormat.object(Objects.requireNonNull(entry.content().value()), "message " + entry.id());
        json.remove("expires");
        json.addProperty("key", to.key());
        return new NewMessage(to, JsonText.write(json), Optional.empty(), senders);
    }

    /**
     * The outcome in the tombstone of an answered request; null if there is none, because its asker has given up or the request was erased before it
     * was carried out.
     *
     * @throws IllegalArgumentException if the engine did not write the tombstone
     */
    public static @Nullable JsonObject outcome(Entry tombstone) {
        String text = tombstone.content().system();
        JsonObject system = text == null ? new JsonObject() : EntryFormat.object(text, "request " + tombstone.id());
        return system.has("outcome") ? JsonFields.object(system, "outcome") : null;
    }

    /**
     * A tombstone for a message that keeps nothing of a person (P14). For an answered request it keeps that it was carried out, and in which
     * revisions; otherwise its asker would be told that it never was. The word {@code applied} is that of
     * {@code operator.ActResult}, which writes and reads outcomes. No other word of it is known here.
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
            return null; // not the engine's, so no asker waits for it
        }
    }

    public Message.Pending asPending(boolean isDead) {
        return new Message.Pending(id(), type, payload, from, entry.created(), expires, isDead);
    }
}
