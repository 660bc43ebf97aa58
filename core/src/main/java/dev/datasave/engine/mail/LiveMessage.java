package dev.datasave.engine.mail;

import dev.datasave.Message;
import dev.datasave.engine.commit.StoredMessage;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The game's side of a message in a mailbox. Used from any thread. */
record LiveMessage<T, M>(Mailbox<T> mailbox, Delivery delivery, StoredMessage message, M payload)
        implements Message<T, M> {

    @Override
    public String id() {
        return message.id();
    }

    @Override
    public Instant sent() {
        return message.entry().created();
    }

    @Override
    public String from() {
        return message.from();
    }

    @Override
    public boolean acknowledge(UnaryOperator<T> change) {
        return mailbox.acknowledge(delivery, message, change);
    }

    @Override
    public String toString() {
        return "Message " + id() + " of type " + message.type() + " to " + message.profile();
    }
}
