package dev.datasave.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.WhenHeld;
import dev.datasave.spi.Storage;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObservedCallsTest {
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final Queue<String> ended = new ConcurrentLinkedQueue<>();
    private final ObservedCalls calls = new ObservedCalls(observations);
    private final DataSave server = DataSave.builder(Storage.inMemory()).build();
    private final ProfileStore<Purse> purses = server.profileStore("Purse", Purse.class, () -> new Purse(0));

    record Purse(long coins) {}

    ObservedCallsTest() {
        observations.observationConfig().observationHandler(new Noting());
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** Notes each observation that has ended. */
    private final class Noting implements ObservationHandler<Observation.Context> {
        @Override
        public void onStop(Observation.Context context) {
            var parent = context.getParentObservation();
            ended.add(context.getName() + " " + context.getAllKeyValues() + " under "
                    + (parent == null ? "nothing" : parent.getContextView().getName()));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private Profile<Purse> load(LoadOptions options) {
        return switch (calls.load(purses, "k", options).join()) {
            case LoadResult.Loaded<Purse>(var profile) -> profile;
            case LoadResult.NotLoaded<Purse>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    private static void settle(CompletableFuture<?> future) {
        future.join();
    }

    @Test
    void loadSaveAndReleaseAreObservedUnderTheCallersObservation() {
        Observation join = Observation.start("join", observations);
        Profile<Purse> profile;
        try (Observation.Scope scope = join.openScope()) {
            assertThat(scope.getCurrentObservation()).isSameAs(join);
            profile = load(LoadOptions.defaults());
        }
        join.stop();
        settle(calls.save(profile));
        settle(calls.release(profile));
        String keys = " [keyValue(key=k),keyValue(outcome=%s),keyValue(store=Purse)] under ";
        assertThat(ended)
                .containsExactlyInAnyOrder(
                        "datasave.load" + keys.formatted("loaded") + "join",
                        "join [] under nothing",
                        "datasave.save" + keys.formatted("saved") + "nothing",
                        "datasave.release" + keys.formatted("saved") + "nothing");
    }

    @Test
    void theFutureStaysTheLoadsHandle() {
        load(LoadOptions.defaults());
        var held = calls.load(purses, "k", LoadOptions.defaults().whenHeld(WhenHeld.CANCEL));
        assertThat(held.join()).isInstanceOf(LoadResult.NotLoaded.class);
        var cancelled = calls.load(purses, "l", LoadOptions.defaults());
        cancelled.cancel(false);
        assertThat(ended).anyMatch(line -> line.contains("outcome=held"));
        assertThat(ended).anyMatch(line -> line.contains("key=l") && line.contains("outcome=failed"));
    }
}
