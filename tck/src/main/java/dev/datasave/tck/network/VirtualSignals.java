package dev.datasave.tck.network;

import dev.datasave.spi.Signals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Signals as events; the {@link Weather} loses, doubles and delays them. */
final class VirtualSignals {
    private final EventQueue queue;
    private final Weather weather;
    private final Map<String, List<Listener>> listeners = new HashMap<>(); // by the name that they listen to

    VirtualSignals(EventQueue queue, Weather weather) {
        this.queue = queue;
        this.weather = weather;
    }

    /** The signals as a server sees them: its wake-ups are events of its own. */
    Signals of(EventQueue.Owner owner) {
        return new Signals() {
            @Override
            public void send(String server) {
                VirtualSignals.this.send(server);
            }

            @Override
            public Subscription listen(String server, Runnable wake) {
                Listener listener = new Listener(owner, server, wake);
                listeners.computeIfAbsent(server, any -> new ArrayList<>()).add(listener);
                return () -> remove(listener);
            }
        };
    }

    /** How many listeners an owner has. */
    long listening(EventQueue.Owner owner) {
        return listeners.values().stream()
                .flatMap(List::stream)
                .filter(listener -> listener.owner.equals(owner))
                .count();
    }

    private void send(String server) {
        for (Listener listener : List.copyOf(listeners.getOrDefault(server, List.of()))) {
            for (long delay : weather.signal(queue.now())) {
                queue.add(queue.now() + delay, listener.owner, () -> wake(listener));
            }
        }
    }

    private void remove(Listener listener) {
        listeners.computeIfPresent(listener.server, (name, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    /** Ends all that an owner listens to. */
    void forget(EventQueue.Owner owner) {
        listeners.values().removeIf(all -> {
            all.removeIf(listener -> listener.owner.equals(owner));
            return all.isEmpty();
        });
    }

    private void wake(Listener listener) {
        if (listeners.getOrDefault(listener.server, List.of()).contains(listener)) {
            listener.wake.run();
        }
    }

    /** One subscription; the same name and code may listen twice. */
    private static final class Listener {
        private final EventQueue.Owner owner;
        private final String server;
        private final Runnable wake;

        private Listener(EventQueue.Owner owner, String server, Runnable wake) {
            this.owner = owner;
            this.server = server;
            this.wake = wake;
        }
    }
}
