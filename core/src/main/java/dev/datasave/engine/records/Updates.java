package dev.datasave.engine.records;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The writes of data stores. Those of one entry run one after the other, so that a server never contends with itself. Loop only.
 */
public final class Updates {
    private final Map<EntryId, ArrayDeque<Update<?>>> lanes = new HashMap<>();
    private Runnable whenIdle = () -> {};
    private boolean isClosing;

    /** An entry as a write has left it. It may have changed since. */
    record Known(Optional<Entry> entry) {}

    void add(Update<?> update) {
        ArrayDeque<Update<?>> lane = lanes.computeIfAbsent(update.id(), id -> new ArrayDeque<>(2));
        lane.add(update);
        update.enqueued();
        if (lane.size() == 1) {
            update.begin(null);
        }
    }

    /** An update has been answered; the next one of the entry can build on what it has left. */
    void ended(Update<?> update, @Nullable Known left) {
        ArrayDeque<Update<?>> lane = lanes.get(update.id());
        if (lane == null) {
            return;
        }
        boolean hadTurn = update.equals(lane.peek());
        lane.remove(update);
        Update<?> next = lane.peek();
        if (next == null) {
            lanes.remove(update.id());
            checkIdle();
        } else if (hadTurn) {
            next.begin(left);
        }
    }

    /** {@code then} runs when nothing is left; nothing is added any more. */
    public void close(Runnable then) {
        isClosing = true;
        whenIdle = then;
        checkIdle();
    }

    /** The time for closing is over: what is left ends without an answer of its own. */
    public void giveUp() {
        List<ArrayDeque<Update<?>>> left = List.copyOf(lanes.values());
        lanes.clear();
        left.forEach(lane -> lane.forEach(Update::giveUp));
        checkIdle();
    }

    private void checkIdle() {
        if (isClosing && lanes.isEmpty()) {
            Runnable then = whenIdle;
            whenIdle = () -> {};
            then.run();
        }
    }
}
