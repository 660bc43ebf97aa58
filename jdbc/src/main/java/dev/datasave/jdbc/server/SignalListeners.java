package dev.datasave.jdbc.server;

import dev.datasave.spi.Signals;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who listens to which name on one handle. Thread-safe. */
public final class SignalListeners {
    private static final System.Logger LOG = System.getLogger("dev.datasave");

    private final Map<String, List<Runnable>> all = new ConcurrentHashMap<>();

    /** Adds a listener, until its subscription is closed. It may be there twice, and closing one subscription twice does not end the other. */
    public Signals.Subscription add(String name, Runnable wake) {
        all.compute(name, (same, before) -> {
            List<Runnable> list = before == null ? new CopyOnWriteArrayList<>() : before;
            list.add(wake);
            return list;
        });
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                remove(name, wake);
            }
        };
    }

    private void remove(String name, Runnable wake) {
        all.computeIfPresent(name, (same, list) -> {
            list.remove(wake);
            return list.isEmpty() ? null : list;
        });
    }

    /** The names to which somebody listens now. */
    Set<String> names() {
        return Set.copyOf(all.keySet());
    }

    /** Wakes all who listen to a name. */
    public void wake(String name) {
        all.getOrDefault(name, List.of()).forEach(SignalListeners::run);
    }

    /** Wakes everybody, because signals may have been missed. */
    public void wakeAll() {
        all.values().forEach(each -> each.forEach(SignalListeners::run));
    }

    private static void run(Runnable wake) {
        try {
            wake.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener for signals threw an exception", e);
        }
    }

    /** Ends all listening. */
    public void clear() {
        all.clear();
    }
}
