package dev.datasave.engine.mail;

import dev.datasave.Message;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The game's side of a letter in a mailbox. From any thread. */
record LiveMessage<T, M>(Mailbox<T> mailbox, Delivery delivery, StoredMessage letter, M payload)
        implements Message<T, M> {

    @Override
    public String id() {
        return letter.id();
    }

    @Override
    public Instant sent() {
        return letter.entry().created();
    }

    @Override
    public String from() {
        return letter.from();
    }

    @Override
    public boolean acknowledge(UnaryOperator<T> change) {
        return mailbox.acknowledge(delivery, letter, change);
    }

    @Override
    public String toString() {
        return "Message " + id() + " of type " + letter.type() + " to " + letter.profile();
    }
}
