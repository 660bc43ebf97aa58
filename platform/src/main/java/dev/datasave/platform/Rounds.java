package dev.datasave.platform;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks from time to time who of those in the game is still connected, as long as somebody is in the game. The next round begins that long after the end
 * of the last one, so rounds never overlap, and a slow answer delays only them.
 */
final class Rounds<P> {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Predicate<? super P> stillConnected;
    private final Supplier<List<P>> playing;
    private final Consumer<P> gone;
    private final ReentrantLock lock;
    private final BiConsumer<Duration, Runnable> timer;
    private final BiConsumer<String, Throwable> problem;
    private boolean isUnderWay; // guarded by the lock

    /**
     * @param playing who is in the game; called under the lock
     * @param gone is told of each whose connection is closed
     */
    Rounds(
            Predicate<? super P> stillConnected,
            Supplier<List<P>> playing,
            Consumer<P> gone,
            ReentrantLock lock,
            BiConsumer<Duration, Runnable> timer,
            BiConsumer<String, Throwable> problem) {
        this.stillConnected = stillConnected;
        this.playing = playing;
        this.gone = gone;
        this.lock = lock;
        this.timer = timer;
        this.problem = problem;
    }

    /** Somebody has begun to play. */
    void begin() {
        if (begins()) {
            timer.accept(PAUSE, this::look);
        }
    }

    private boolean begins() {
        lock.lock();
        try {
            boolean was = isUnderWay;
            isUnderWay = true;
            return !was;
        } finally {
            lock.unlock();
        }
    }

    private void look() {
        List<P> found = found();
        found.stream().filter(connection -> !isConnected(connection)).forEach(gone);
        if (!found.isEmpty()) {
            timer.accept(PAUSE, this::look);
        }
    }

    private List<P> found() {
        lock.lock();
        try {
            List<P> found = playing.get();
            isUnderWay = !found.isEmpty();
            return found;
        } finally {
            lock.unlock();
        }
    }

    private boolean isConnected(P connection) {
        try {
            return stillConnected.test(connection);
        } catch (Throwable thrown) {
            problem.accept("whether a player is still connected is not known", thrown);
            return true;
        }
    }
}
