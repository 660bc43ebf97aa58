package dev.datasave.tck.network;

import dev.datasave.spi.Signals;
import java.util.ArrayList;
import java.util.List;

/** Signals as events; the {@link Weather} loses, doubles and delays them. */
final class VirtualSignals {
    private final EventQueue queue;
    private final Weather weather;
    private final List<Listener> listeners = new ArrayList<>();

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
                listeners.add(listener);
                return () -> listeners.remove(listener);
            }
        };
    }

    /** How many listeners an owner has. */
    long listening(EventQueue.Owner owner) {
        return listeners.stream()
                .filter(listener -> listener.owner.equals(owner))
                .count();
    }

    private void send(String server) {
        for (Listener listener : List.copyOf(listeners)) {
            if (listener.server.equals(server)) {
                for (long delay : weather.signal(queue.now())) {
                    queue.add(queue.now() + delay, listener.owner, () -> wake(listener));
                }
            }
        }
    }

    private void wake(Listener listener) {
        if (listeners.contains(listener)) {
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
