package dev.datasave.engine.mail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Codec;
import dev.datasave.DataSaveException;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.data.Problems;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Messages between the game's objects and JSON (P11). A message's type is the simple name of its class. Thread-safe. */
public final class MessageFormat {
    private final Loop loop;
    private final Map<Class<?>, Codec<?>> codecs = new ConcurrentHashMap<>();

    MessageFormat(Loop loop) {
        this.loop = loop;
    }

    /**
     * The name under which messages of a class travel.
     *
     * @throws IllegalArgumentException if it has none
     */
    static String typeName(Class<?> type) {
        String name = type.getSimpleName();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "message: found the class " + type.getName() + " without a name, expected one with a name");
        }
        return name;
    }

    private static Class<?> typeOf(Object message) {
        return message instanceof Enum<?> constant ? constant.getDeclaringClass() : message.getClass();
    }

    /**
     * How messages of a class are read and written.
     *
     * @throws IllegalArgumentException if Gson can't handle it
     */
    @SuppressWarnings("unchecked") // each class is mapped to its own codec
    <M> Codec<M> codec(Class<M> type) {
        return (Codec<M>) codecs.computeIfAbsent(type, Codec::gson);
    }

    /**
     * A message to be sent.
     *
     * @throws IllegalArgumentException if the time is not positive, or the class has no name
     * @throws DataSaveException.InvalidData if it can't be turned into JSON, or exceeds a limit (R10)
     */
    public NewMessage outgoing(EntryId to, Object message, Optional<Duration> expiry) {
        expiry.ifPresent(MessageFormat::checkExpiry);
        Typed typed = typed(message);
        return outgoing(to, typed.type, typed.payload, expiry, Optional.empty());
    }

    /** A request of the engine's own, which waits for an answer (P13). */
    NewMessage request(EntryId to, String type, JsonElement payload, Duration deadline) {
        return outgoing(
                to, type, payload, Optional.of(deadline), Optional.of(loop.ids().incarnation()));
    }

    private static void checkExpiry(Duration expiry) {
        if (expiry.isNegative() || expiry.isZero()) {
            throw new IllegalArgumentException("expiry of a message: found " + expiry + ", expected a positive time");
        }
    }

    /** What a message is, in JSON. */
    record Typed(String type, JsonElement payload) {}

    /**
     * A message's type and JSON.
     *
     * @throws IllegalArgumentException if the class has no name
     * @throws DataSaveException.InvalidData if it can't be turned into JSON, or exceeds a limit (R10)
     */
    Typed typed(Object message) {
        String type = typeName(typeOf(Objects.requireNonNull(message, "message")));
        Codec<Object> codec = codecOf(type, message);
        return new Typed(type, guarded(type, "be encoded", () -> codec.encode(message)));
    }

    @SuppressWarnings("unchecked") // an object's class is of its own type
    private Codec<Object> codecOf(String type, Object message) {
        try {
            return codec((Class<Object>) typeOf(message));
        } catch (IllegalArgumentException e) {
            throw new DataSaveException.InvalidData("message " + type + " can't be encoded: " + e.getMessage(), e);
        }
    }

    private NewMessage outgoing(
            EntryId to, String type, JsonElement payload, Optional<Duration> expiry, Optional<String> asker) {
        JsonObject json = new JsonObject();
        json.addProperty("store", to.store());
        json.addProperty("key", to.key());
        json.addProperty("from", loop.ids().serverName());
        asker.ifPresent(incarnation -> json.addProperty("asker", incarnation));
        Optional<Instant> expires = expiry.map(this::after);
        expires.ifPresent(time -> json.addProperty("expires", time.toEpochMilli()));
        return new NewMessage(to, text(json, type, payload), expires);
    }

    /** Far away is for ever. */
    private Instant after(Duration time) {
        Duration longest = Duration.ofDays(36_500);
        return loop.clock().now().plus(time.compareTo(longest) < 0 ? time : longest);
    }

    /** The text of a message whose type and payload are replaced. */
    static String edited(StoredMessage waiting, Typed typed) {
        JsonObject json = EntryFormat.object(
                Objects.requireNonNull(waiting.entry().content().value()), "message " + waiting.id());
        return text(json, typed.type, typed.payload);
    }

    private static String text(JsonObject json, String type, JsonElement payload) {
        json.addProperty("type", type);
        json.add("payload", payload);
        return guarded(type, "be encoded", () -> {
            String text = JsonText.write(json);
            try {
                return Objects.requireNonNull(Content.of(text).value());
            } catch (IllegalArgumentException e) {
                throw new FormatProblem(String.valueOf(e.getMessage()));
            }
        });
    }

    /**
     * The message in its class.
     *
     * @throws DataSaveException.InvalidData if the JSON does not fit the class
     */
    static <M> M decode(Codec<M> codec, String type, JsonElement payload) {
        return guarded(type, "be decoded", () -> codec.decode(payload));
    }

    private static <R> R guarded(String type, String doing, java.util.function.Supplier<R> step) {
        try {
            return step.get();
        } catch (Throwable thrown) {
            throw Problems.invalid("message " + type + " can't " + doing + ": ", thrown);
        }
    }
}
