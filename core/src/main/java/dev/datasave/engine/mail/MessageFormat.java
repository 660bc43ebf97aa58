package dev.datasave.engine.mail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.datasave.Codec;
import dev.datasave.DataSaveException;
import dev.datasave.Message;
import dev.datasave.engine.commit.NewMessage;
import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.engine.data.Problems;
import dev.datasave.engine.data.StrictDecoding;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.json.FormatProblem;
import dev.datasave.engine.json.JsonFields;
import dev.datasave.engine.json.JsonText;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Converts messages between the game's objects and JSON (P11). A message's type is the {@link Message.Name} of its class, or the class's simple name; it
 * belongs to one class on this server. Thread-safe.
 */
public final class MessageFormat {
    private static final int MOST_BYTES = 100;
    private static final String RESERVED = "~";

    private final Loop loop;
    private final Map<Class<?>, Codec<?>> codecs = new ConcurrentHashMap<>();
    private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

    MessageFormat(Loop loop) {
        this.loop = loop;
    }

    /**
     * The type name of a message class.
     *
     * @throws IllegalArgumentException if the class has no name, or one that can't be
     */
    static String typeName(Class<?> type) {
        Message.Name given = type.getAnnotation(Message.Name.class);
        if (given != null) {
            if (given.value().startsWith(RESERVED)) {
                throw new IllegalArgumentException("message: found the name \"" + given.value() + "\" of "
                        + type.getName() + ", expected one that does not begin with " + RESERVED);
            }
            return Limits.check("name of " + type.getName(), given.value(), 1, MOST_BYTES);
        }
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
     * The codec for a message class.
     *
     * @throws IllegalArgumentException if Gson can't handle the class, or another class has its name
     */
    @SuppressWarnings("unchecked") // each class is mapped to its own codec
    <M> Codec<M> codec(Class<M> type) {
        String name = typeName(type);
        Class<?> other = named.putIfAbsent(name, type);
        if (other != null && !other.equals(type)) {
            throw new IllegalArgumentException(
                    "message \"" + name + "\": found the classes " + other.getName() + " and " + type.getName()
                            + ", expected one class of that name on a server; @Message.Name gives another one");
        }
        return (Codec<M>) codecs.computeIfAbsent(type, Codec::gson);
    }

    /**
     * Makes a message to be sent.
     *
     * @throws IllegalArgumentException if the class has no name
     * @throws DataSaveException.InvalidData if it can't be turned into JSON, or exceeds a limit (R10)
     */
    public NewMessage outgoing(EntryId to, Object message, Message.SendOptions options) {
        return outgoing(to, typed(message), options, Optional.empty());
    }

    /** Makes a request of the engine, whose sender waits for an answer (P13). */
    NewMessage request(EntryId to, String type, JsonElement payload, Duration deadline) {
        Message.SendOptions options = Message.SendOptions.defaults().expiry(deadline);
        return outgoing(
                to, new Typed(type, payload), options, Optional.of(loop.ids().incarnation()));
    }

    /** A message's type and its content as JSON. */
    public record Typed(String type, JsonElement payload) {}

    /**
     * Encodes a message.
     *
     * @throws IllegalArgumentException if the class has no name
     * @throws DataSaveException.InvalidData if it can't be turned into JSON, or exceeds a limit (R10)
     */
    public Typed typed(Object message) {
        String type = typeName(typeOf(Objects.requireNonNull(message, "message")));
        Codec<Object> codec = codecOf(type, message);
        return new Typed(type, guarded(type, "be encoded", () -> codec.encode(message)));
    }

    @SuppressWarnings("unchecked") // the class of an object fits the object
    private Codec<Object> codecOf(String type, Object message) {
        try {
            return codec((Class<Object>) typeOf(message));
        } catch (IllegalArgumentException e) {
            throw new DataSaveException.InvalidData("message " + type + " can't be encoded: " + e.getMessage(), e);
        }
    }

    private NewMessage outgoing(EntryId to, Typed message, Message.SendOptions options, Optional<String> asker) {
        JsonObject json = JsonFields.object(to);
        json.addProperty("from", loop.ids().serverName());
        asker.ifPresent(incarnation -> json.addProperty("asker", incarnation));
        Optional<Instant> expires = options.expiry().map(this::after);
        expires.ifPresent(time -> json.addProperty("expires", time.toEpochMilli()));
        if (!options.senders().isEmpty()) {
            json.add(StoredMessage.SENDERS, JsonFields.array(options.senders()));
        }
        return new NewMessage(to, text(json, message.type, message.payload), expires, options.senders());
    }

    /** The moment that far from now. A longer time than 100 years counts as 100 years, because {@link Instant} has a limit. */
    private Instant after(Duration time) {
        Duration longest = Duration.ofDays(36_500);
        return loop.clock().now().plus(time.compareTo(longest) < 0 ? time : longest);
    }

    /** The stored text of a message, with type and payload replaced. */
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
     * Decodes a message into its class.
     *
     * @throws DataSaveException.InvalidData if the JSON does not fit the class; also if it has members that the class doesn't have, because it may
     *     be a message of another class then
     */
    static <M> M decode(Codec<M> codec, String type, JsonElement payload) {
        return guarded(type, "be decoded", () -> StrictDecoding.decode(codec, payload));
    }

    private static <R> R guarded(String type, String doing, java.util.function.Supplier<R> step) {
        try {
            return step.get();
        } catch (Throwable thrown) {
            throw Problems.invalid("message " + type + " can't " + doing + ": ", thrown);
        }
    }
}
