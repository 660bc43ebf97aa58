package dev.datasave.engine.mail;

import dev.datasave.engine.commit.StoredMessage;
import dev.datasave.spi.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message in a mailbox, and how far its delivery has come. Loop only, except methods that say otherwise. */
final class Delivery {
    private final String id;
    private Entry entry;
    private volatile @Nullable StoredMessage open;
    private volatile @Nullable RuntimeException refusal;
    private int heardBy;

    Delivery(StoredMessage message, boolean isOpen) {
        this.id = message.id();
        this.entry = message.entry();
        this.open = isOpen ? message : null;
    }

    String id() {
        return id;
    }

    /** The message's entry as it was last seen. */
    Entry entry() {
        return entry;
    }

    /** The message that may be delivered and acknowledged; null if it may not be any more. */
    @Nullable
    StoredMessage open() {
        return open;
    }

    /** Whether this version of the message may be acknowledged. From any thread. */
    @SuppressWarnings("ReferenceEquality") // an edited message is another object
    boolean isOpenAs(StoredMessage message) {
        return open == message;
    }

    /** Closes the message, because it was withdrawn, edited, or has expired. From any thread, before edits of the profile go on. */
    void close() {
        open = null;
    }

    /** Notes that the message could not be acknowledged at that moment. From any thread. */
    void refused(RuntimeException how) {
        refusal = how;
    }

    @SuppressWarnings("ReferenceEquality") // the same exception object
    boolean wasRefusedBy(RuntimeException thrown) {
        return refusal == thrown;
    }

    /** The next handler of the message's class that has not had it yet. */
    <T> @Nullable Hearing<T, ?> next(List<Hearing<T, ?>> handlers, StoredMessage message) {
        while (heardBy < handlers.size()) {
            Hearing<T, ?> handler = handlers.get(heardBy++);
            if (handler.type().equals(message.type())) {
                return handler;
            }
        }
        return null;
    }

    /** Gives the message to the last handler once more, because it could not acknowledge it at that moment. */
    void hearAgain() {
        heardBy--;
    }

    /**
     * Sorts messages into the order of delivery: those of one sender by number, those of several senders by the time of sending. If the storage's
     * clock went back, a message counts as sent no earlier than the message before it of the same sender.
     */
    static List<Delivery> inOrder(Collection<Delivery> messages) {
        List<Delivery> sorted = new ArrayList<>(messages);
        sorted.sort(Comparator.comparing(Delivery::id));
        Map<String, Instant> newest = new HashMap<>();
        Map<Delivery, Instant> places = new HashMap<>();
        for (Delivery message : sorted) {
            String sender = message.id.substring(0, Math.max(0, message.id.indexOf('/')));
            places.put(message, newest.merge(sender, message.entry.created(), (a, b) -> a.isAfter(b) ? a : b));
        }
        sorted.sort(Comparator.comparing(places::get));
        return sorted;
    }
}
