package dev.datasave.engine.mail;

import dev.datasave.engine.commit.StoredMessage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one mailbox. A message that is being changed or removed is seized: meanwhile it is neither delivered nor taken from a listing. A
 * listing that began before a message was removed or edited doesn't bring the old one back. Loop only.
 */
final class Shelf {
    private final Map<String, Delivery> messages = new HashMap<>();
    private final Set<String> seized = new HashSet<>();
    private final Map<String, Long> ended = new HashMap<>();
    private final Deque<Runnable> whenReleased = new ArrayDeque<>(0);
    private List<Delivery> order = List.of();

    boolean knows(String id) {
        return messages.containsKey(id) || seized.contains(id);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    Set<String> known() {
        return Set.copyOf(messages.keySet());
    }

    @Nullable
    Delivery get(String id) {
        return messages.get(id);
    }

    List<Delivery> inOrder() {
        return order;
    }

    /**
     * Takes the messages that a listing has found.
     *
     * @param consumed the ids that must not be delivered
     * @param again lists once more, called when seized messages, which could not be taken, are free again
     */
    void take(Collection<StoredMessage> found, Set<String> consumed, Runnable again) {
        boolean all = true;
        for (StoredMessage message : found) {
            String id = message.id();
            if (seized.contains(id)) {
                all = false;
            } else if (ended.getOrDefault(id, 0L) < message.entry().revision()) {
                messages.putIfAbsent(id, new Delivery(message, !consumed.contains(id)));
            }
        }
        if (!all) {
            whenReleased.add(again);
        }
        ended.clear();
        order = Delivery.inOrder(messages.values());
    }

    boolean isSeized(String id) {
        return seized.contains(id);
    }

    /** Seizes a message, whether it is on this shelf or not. False if it is seized already; {@code later} then runs when it is free. */
    boolean seize(String id, Runnable later) {
        if (seized.add(id)) {
            return true;
        }
        whenReleased.add(later);
        return false;
    }

    /** Frees a seized message that was not changed. */
    void release(String id) {
        seized.remove(id);
        for (int i = whenReleased.size(); i > 0; i--) {
            whenReleased.remove().run();
        }
    }

    /** Takes the message off the shelf, because it was changed or removed. Its revisions up to this one are not taken from a listing any more. */
    void end(String id, long revision) {
        Delivery gone = messages.remove(id);
        if (gone != null) {
            order = order.stream().filter(message -> !message.equals(gone)).toList();
        }
        ended.put(id, revision);
        release(id);
    }
}
