package dev.datasave.metrics;

import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.SaveResult;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads, saves and releases as observations of Micrometer, which a tracer turns into spans.
 *
 * <ul>
 *   <li>{@code datasave.load}, {@code datasave.save} and {@code datasave.release}. They begin with the call, under the observation of the calling thread if there is one,
 *       and end when the future completes.
 *   <li>{@code store} and {@code outcome} are key values of low cardinality, {@code key} is one of high cardinality, which becomes no label of a meter.
 *   <li>What DataSave does of itself has no caller and is not observed: autosaves, handovers and take-overs on the other server, heartbeats.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class ObservedCalls {
    private final ObservationRegistry observations;

    /** Observes what is called through this object. */
    public ObservedCalls(ObservationRegistry observations) {
        this.observations = Objects.requireNonNull(observations, "observations");
    }

    /** Calls {@link ProfileStore#loadProfileAsync(String, LoadOptions)} and returns its future, which stays the load's handle. */
    public <T> CompletableFuture<LoadResult<T>> load(ProfileStore<T> store, String key, LoadOptions options) {
        return observe(
                "datasave.load",
                store.name(),
                key,
                () -> store.loadProfileAsync(key, options),
                result -> switch (result) {
                    case LoadResult.Loaded<T> loaded -> "loaded";
                    case LoadResult.NotLoaded<T>(var reason) -> Meters.word(reason.getClass());
                });
    }

    /** Calls {@link Profile#saveAsync()} and returns its future. */
    public CompletableFuture<SaveResult> save(Profile<?> profile) {
        return observe(
                "datasave.save", profile.id().store(), profile.id().key(), profile::saveAsync, ObservedCalls::outcome);
    }

    /** Calls {@link Profile#releaseAsync()} and returns its future. */
    public CompletableFuture<SaveResult> release(Profile<?> profile) {
        return observe(
                "datasave.release",
                profile.id().store(),
                profile.id().key(),
                profile::releaseAsync,
                ObservedCalls::outcome);
    }

    private static String outcome(SaveResult result) {
        return switch (result) {
            case SaveResult.Saved saved -> "saved";
            case SaveResult.NotSaved notSaved -> "not-saved";
        };
    }

    private <R> CompletableFuture<R> observe(
            String name,
            String store,
            String key,
            Supplier<CompletableFuture<R>> call,
            Function<? super R, String> outcome) {
        Observation observation = Observation.createNotStarted(name, observations)
                .lowCardinalityKeyValue("store", store)
                .highCardinalityKeyValue("key", key)
                .start();
        CompletableFuture<R> future = observation.scoped(call);
        var unused = future.whenComplete((result, failure) -> end(observation, result, failure, outcome));
        return future;
    }

    private static <R> void end(
            Observation observation,
            @Nullable R result,
            @Nullable Throwable failure,
            Function<? super R, String> outcome) {
        String word = result == null ? "failed" : outcome.apply(result);
        Optional.ofNullable(failure).ifPresent(observation::error);
        observation.lowCardinalityKeyValue(KeyValue.of("outcome", word)).stop();
    }
}
