package dev.datasave.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How often somebody may try to log in: 5 failures a minute from one address, 60 a minute in all. */
final class LoginGate {
    static final int MOST_PER_ADDRESS = 5;
    static final int MOST = 60;
    private static final Duration SPAN = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<String, Deque<Instant>> byAddress = new HashMap<>();
    private final Deque<Instant> all = new ArrayDeque<>();

    LoginGate(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean isOpen(String address) {
        forget();
        Deque<Instant> own = byAddress.get(address);
        return all.size() < MOST && (own == null || own.size() < MOST_PER_ADDRESS);
    }

    synchronized void failed(String address) {
        Instant now = clock.instant();
        byAddress.computeIfAbsent(address, none -> new ArrayDeque<>()).add(now);
        all.add(now);
    }

    private void forget() {
        Instant old = clock.instant().minus(SPAN);
        forget(all, old);
        byAddress.values().removeIf(times -> {
            forget(times, old);
            return times.isEmpty();
        });
    }

    private static void forget(Deque<Instant> times, Instant old) {
        while (!times.isEmpty() && !times.getFirst().isAfter(old)) {
            times.removeFirst();
        }
    }
}
