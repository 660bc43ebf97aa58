package dev.datasave.engine.mail;

import dev.datasave.spi.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message in a mailbox, and what is known of it. Loop only, but for what it is open as. */
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

    /** Its entry as it was last seen. */
    Entry entry() {
        return entry;
    }

    /** What may be delivered and acknowledged; null if nothing may any more. */
    @Nullable
    StoredMessage open() {
        return open;
    }

    /** Whether that very message may be acknowledged. From any thread. */
    @SuppressWarnings("ReferenceEquality") // an edited message is another one
    boolean isOpenAs(StoredMessage message) {
        return open == message;
    }

    /** It was withdrawn, edited, or has expired. From any thread, before edits go on. */
    void close() {
        open = null;
    }

    /** It could not be acknowledged at that moment. From any thread. */
    void refused(RuntimeException how) {
        refusal = how;
    }

    @SuppressWarnings("ReferenceEquality") // that very exception
    boolean wasRefusedBy(RuntimeException thrown) {
        return refusal == thrown;
    }

    /** The next of the handlers that has not had it. */
    <T> @Nullable Hearing<T, ?> next(List<Hearing<T, ?>> handlers, StoredMessage message) {
        while (heardBy < handlers.size()) {
            Hearing<T, ?> handler = handlers.get(heardBy++);
            if (handler.type().equals(message.type())) {
                return handler;
            }
        }
        return null;
    }

    /** The handler that had it last could not do anything with it at that moment. */
    void hearAgain() {
        heardBy--;
    }

    /**
     * In the order of delivery: each sender's by number; between senders by the time of sending, and if the storage's clock goes back, a later
     * number counts as not sent earlier.
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
