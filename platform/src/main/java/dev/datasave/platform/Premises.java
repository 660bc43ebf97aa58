package dev.datasave.platform;

import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What all connections of one server share.
 *
 * @param expected the loads that were begun before there was a connection
 * @param lock guards the state of all connections. Nothing of the game runs under it, and nothing waits under it
 * @param playing is called after somebody has begun to play
 * @param over is told of each connection that holds nothing any more
 */
record Premises<T, P>(
        ProfileStore<T> store,
        Expected<T> expected,
        BiConsumer<? super P, ? super Profile<T>> prepare,
        BiConsumer<? super P, Reason> kick,
        BiConsumer<Duration, Runnable> timer,
        BiConsumer<String, Throwable> problem,
        ReentrantLock lock,
        Runnable playing,
        Consumer<Presence<T, P>> over) {

    /** Soon, on a thread that may wait. */
    void elsewhere(Runnable task) {
        timer.accept(Duration.ZERO, task);
    }
}
