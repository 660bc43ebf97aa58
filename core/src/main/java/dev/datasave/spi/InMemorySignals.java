package dev.datasave.spi;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Signals within this process. Wake-ups run on the sender's thread, in the order in which the listeners came, so that a run can be repeated. */
final class InMemorySignals implements Signals {
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
    private volatile boolean closed;

    @Override
    public void send(String server) {
        checkUsable(server);
        listeners.getOrDefault(server, List.of()).forEach(Runnable::run);
    }

    @Override
    public Subscription listen(String server, Runnable wake) {
        checkUsable(server);
        // An object of its own, so that closing a subscription ends only that one, even if the same wake listens twice.
        Runnable own = () -> wake.run();
        listeners.computeIfAbsent(server, name -> new CopyOnWriteArrayList<>()).add(own);
        return () -> listeners.computeIfPresent(server, (name, waiting) -> {
            waiting.remove(own);
            return waiting.isEmpty() ? null : waiting;
        });
    }

    void close() {
        closed = true;
        listeners.clear();
    }

    private void checkUsable(String server) {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
        if (server.isEmpty() || server.length() > 64 || !server.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "name to signal to: found " + server.length() + " characters, expected 1 to 64 of printable ASCII");
        }
    }
}
