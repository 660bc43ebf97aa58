package dev.datasave.engine;

import com.google.gson.JsonElement;
import dev.datasave.Codec;
import dev.datasave.DataSaveException;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.Optional;

/** Messages between the game's objects and JSON (P11). A message's type is the simple name of its class. */
final class MessageFormat {
    private MessageFormat() {}

    /** The name under which messages of a class travel. */
    static String typeName(Class<?> type) {
        String name = type.getSimpleName();
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "message: found the class " + type.getName() + " without a name, expected one with a name");
        }
        return name;
    }

    /**
     * A message to be sent.
     *
     * @throws IllegalArgumentException if the time is not positive, or the class has no name
     * @throws DataSaveException.InvalidData if it can't be turned into JSON
     */
    static Outgoing outgoing(EntryId to, Object message, Optional<Duration> expiry) {
        expiry.ifPresent(time -> {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("expiry of a message: found " + time + ", expected a positive time");
            }
        });
        return new Outgoing(to, typeName(message.getClass()), encoded(message), expiry);
    }

    @SuppressWarnings("unchecked") // an object's class is of its own type
    private static <M> JsonElement encoded(M message) {
        String prefix = "message " + typeName(message.getClass()) + " can't be encoded: ";
        try {
            JsonElement tree = Codec.gson((Class<M>) message.getClass()).encode(message);
            Content.of(JsonText.write(tree)); // checks the limits (R10)
            return tree;
        } catch (RuntimeException | StackOverflowError thrown) {
            throw Problems.invalid(prefix, thrown);
        }
    }

    /**
     * The message in its class.
     *
     * @throws DataSaveException.InvalidData if the JSON does not fit the class
     */
    static <M> M decode(Class<M> type, JsonElement payload) {
        try {
            return Codec.gson(type).decode(payload);
        } catch (RuntimeException | StackOverflowError thrown) {
            throw Problems.invalid("message " + typeName(type) + " can't be decoded: ", thrown);
        }
    }
}
