package dev.datasave.platform;

import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.ProfileStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * Loads of players who are said to be on their way, and who have no connection yet. The connection that asks with the key takes the load over, done or
 * not. What nobody takes is given back.
 */
final class Expected<T> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** So many are expected at once; a flood of hints must not take every profile there is. */
    private static final int MOST = 1_000;

    private final ProfileStore<T> store;
    private final ReentrantLock lock;
    private final BiConsumer<Duration, Runnable> timer;
    private final Map<String, CompletableFuture<LoadResult<T>>> loads = new HashMap<>(); // guarded by the lock

    Expected(ProfileStore<T> store, ReentrantLock lock, BiConsumer<Duration, Runnable> timer) {
        this.store = store;
        this.lock = lock;
        this.timer = timer;
    }

    /** Begins a load, unless there is one of that key, or too many of others. Returns what is to be done after the lock. */
    Runnable begin(String key, LoadOptions options) {
        if (loads.containsKey(key) || loads.size() >= MOST) {
            return () -> {};
        }
        CompletableFuture<LoadResult<T>> load = store.loadProfileAsync(key, options);
        loads.put(key, load);
        return () -> follow(key, load);
    }

    /** Under the lock: the load of that key is the caller's from now on. */
    Optional<CompletableFuture<LoadResult<T>>> take(String key) {
        return Optional.ofNullable(loads.remove(key));
    }

    /** Under the lock: gives everything back, and returns the keys. Some of it may take a while. */
    List<String> end() {
        List<String> keys = List.copyOf(loads.keySet());
        loads.values().forEach(load -> timer.accept(Duration.ZERO, () -> giveBack(load)));
        loads.clear();
        return keys;
    }

    private void follow(String key, CompletableFuture<LoadResult<T>> load) {
        CompletableFuture<?> unused = load.whenComplete((result, thrown) -> {
            if (result instanceof LoadResult.Loaded<T>(var profile)) {
                profile.onRelease(why -> forget(key, load)); // others have it now: who asks has to load anew
            } else {
                forget(key, load);
            }
        });
        timer.accept(PATIENCE, () -> {
            if (forget(key, load)) {
                giveBack(load);
            }
        });
    }

    /** Whether it was still to be taken. */
    private boolean forget(String key, CompletableFuture<LoadResult<T>> load) {
        lock.lock();
        try {
            return loads.remove(key, load);
        } finally {
            lock.unlock();
        }
    }

    private static <T> void giveBack(CompletableFuture<LoadResult<T>> load) {
        load.cancel(false);
        CompletableFuture<?> unused = load.thenAccept(result -> {
            if (result instanceof LoadResult.Loaded<T>(var profile)) {
                CompletableFuture<?> unusedToo = profile.releaseAsync();
            }
        });
    }
}
