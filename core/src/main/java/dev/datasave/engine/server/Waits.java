package dev.datasave.engine.server;

import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Calls that wait for a profile to be published. Each is answered at the latest when its time is over (F32). Loop only, except {@link #start}. */
final class Waits<T> {
    private final Loop loop;
    private final Map<String, List<CompletableFuture<LoadResult<T>>>> waiting = new HashMap<>();

    Waits(Loop loop) {
        this.loop = loop;
    }

    @SuppressWarnings("ReferenceEquality") // a future equals only itself
    CompletableFuture<LoadResult<T>> start(EntryId id, Duration timeout, Supplier<Optional<Profile<T>>> now) {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("timeout of a wait: found " + timeout + ", expected 1 ms to 1 h");
        }
        CompletableFuture<LoadResult<T>> wait = new CompletableFuture<>();
        Environment environment = loop.environment();
        if (loop.isClosing()) {
            wait.complete(new LoadResult.NotLoaded<>(new NotLoadedReason.Closing()));
            return wait;
        }
        environment.onLoop(() -> {
            Optional<Profile<T>> there = now.get();
            if (there.isPresent() || loop.isClosing()) {
                answer(
                        wait,
                        there.<LoadResult<T>>map(LoadResult.Loaded::new)
                                .orElse(new LoadResult.NotLoaded<>(new NotLoadedReason.Closing())));
                return;
            }
            waiting.computeIfAbsent(id.key(), key -> new ArrayList<>()).add(wait);
            Environment.Timer timer = environment.schedule(
                    timeout,
                    () -> answer(wait, new LoadResult.NotLoaded<>(new NotLoadedReason.TimedOut(Optional.empty()))));
            var unused = wait.whenComplete((result, failure) -> environment.onLoop(() -> {
                timer.cancel();
                List<CompletableFuture<LoadResult<T>>> others = waiting.get(id.key());
                if (others != null && others.removeIf(other -> other == wait) && others.isEmpty()) {
                    waiting.remove(id.key());
                }
            }));
        });
        return wait;
    }

    void published(String key, Profile<T> profile) {
        answerAll(key, new LoadResult.Loaded<>(profile));
    }

    void failed(String key, NotLoadedReason reason) {
        answerAll(key, new LoadResult.NotLoaded<>(reason));
    }

    /** The server is closing: answers everybody who waits. */
    void close() {
        List.copyOf(waiting.keySet()).forEach(key -> failed(key, new NotLoadedReason.Closing()));
    }

    private void answerAll(String key, LoadResult<T> result) {
        List<CompletableFuture<LoadResult<T>>> all = waiting.remove(key);
        if (all != null) {
            all.forEach(wait -> answer(wait, result));
        }
    }

    private void answer(CompletableFuture<LoadResult<T>> wait, LoadResult<T> result) {
        loop.answer(wait, result);
    }
}
