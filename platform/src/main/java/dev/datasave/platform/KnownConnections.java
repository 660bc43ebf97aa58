package dev.datasave.platform;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The connections of which something is known: that they ask, play, or have left, or that they were seen or closed before they asked. Each is remembered
 * for a minute after its end, so that late events find it. Its methods are called from any thread. Code that decides by more than one call holds the
 * lock meanwhile.
 */
final class KnownConnections<T, P> {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** So many connections are remembered that never asked; a flood of them must not fill the memory. */
    private static final int STRANGERS = 10_000;

    private final ReentrantLock lock;
    private final BiConsumer<Duration, Runnable> timer;

    // guarded by the lock
    private final Map<P, Presence<T, P>> presences = new LinkedHashMap<>(); // in the order in which they came
    private final Map<String, Presence<T, P>> newest = new HashMap<>();
    private final Set<P> early = new HashSet<>();
    private int strangers;

    KnownConnections(ReentrantLock lock, BiConsumer<Duration, Runnable> timer) {
        this.lock = lock;
        this.timer = timer;
    }

    Optional<Presence<T, P>> of(P connection) {
        return locked(() -> Optional.ofNullable(presences.get(connection)));
    }

    /** The newest connection of the player with that key. */
    Optional<Presence<T, P>> newest(String key) {
        return locked(() -> Optional.ofNullable(newest.get(key)));
    }

    List<Presence<T, P>> all() {
        return locked(() -> List.copyOf(presences.values()));
    }

    /** A connection asks to come in. Returns its presence if it has asked before, or was closed. */
    Optional<Presence<T, P>> add(Presence<T, P> asking) {
        return locked(() -> Optional.ofNullable(presences.putIfAbsent(asking.connection(), asking)));
    }

    /** The asking connection becomes the newest of its player. Returns whether it was seen in the game before. */
    boolean becomesNewest(Presence<T, P> asking) {
        return locked(() -> {
            newest.put(asking.key(), asking);
            return early.remove(asking.connection());
        });
    }

    /** A connection is seen in the game before it asks. This is remembered, so that nobody waits to see it when it asks. */
    void seenEarly(P connection) {
        boolean isNoted = locked(() -> early.size() < STRANGERS && early.add(connection));
        if (isNoted) {
            timer.accept(REMEMBERED, () -> locked(() -> early.remove(connection)));
        }
    }

    /** A connection is gone. Returns its presence; one that is not known becomes a stranger, which is remembered, so that it is refused when it asks. */
    Presence<T, P> leaving(P connection, Function<P, Presence<T, P>> newStranger) {
        return locked(() -> {
            Presence<T, P> known = presences.get(connection);
            return known == null ? stranger(newStranger.apply(connection)) : known;
        });
    }

    private Presence<T, P> stranger(Presence<T, P> stranger) {
        if (strangers < STRANGERS) {
            strangers++;
            presences.put(stranger.connection(), stranger);
        }
        return stranger;
    }

    /** It holds nothing any more. */
    void over(Presence<T, P> presence) {
        boolean unused = locked(() -> newest.remove(presence.key(), presence));
        timer.accept(REMEMBERED, () -> forget(presence));
    }

    void forget(Presence<T, P> presence) {
        boolean unused = locked(() -> {
            boolean isForgotten = presences.remove(presence.connection(), presence);
            strangers -= isForgotten && presence.key().isEmpty() ? 1 : 0;
            return isForgotten;
        });
    }

    private <R> R locked(Supplier<R> look) {
        lock.lock();
        try {
            return look.get();
        } finally {
            lock.unlock();
        }
    }
}
