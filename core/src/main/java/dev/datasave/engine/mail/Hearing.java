package dev.datasave.engine.mail;

import dev.datasave.Codec;
import dev.datasave.Message;
import dev.datasave.engine.commit.StoredMessage;
import java.util.function.Consumer;

/**
 * A handler of the game for the messages of one class.
 *
 * @param type the name under which the messages are stored
 * @param codec decodes the messages
 * @param handler the game's handler
 */
record Hearing<T, M>(String type, Codec<M> codec, Consumer<? super Message<T, M>> handler) {

    /** Decodes the message and calls the handler, on the thread of listeners. */
    void hear(Mailbox<T> mailbox, Delivery delivery, StoredMessage message) {
        M payload = MessageFormat.decode(codec, type, message.payload());
        handler.accept(new LiveMessage<>(mailbox, delivery, message, payload));
    }
}
