package dev.datasave.engine.mail;

import dev.datasave.Codec;
import dev.datasave.Message;
import java.util.function.Consumer;

/**
 * A handler of the game's for the messages of one class.
 *
 * @param type the name under which they travel
 * @param codec how they are read
 * @param handler who hears them
 */
record Hearing<T, M>(String type, Codec<M> codec, Consumer<? super Message<T, M>> handler) {

    /** Decodes the letter and calls the handler; on its thread. */
    void hear(Mailbox<T> mailbox, Delivery delivery, StoredMessage letter) {
        M payload = MessageFormat.decode(codec, type, letter.payload());
        handler.accept(new LiveMessage<>(mailbox, delivery, letter, payload));
    }
}
