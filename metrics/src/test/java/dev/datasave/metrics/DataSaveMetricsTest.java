package dev.datasave.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.WhenHeld;
import dev.datasave.spi.Storage;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It looks at what of the heap is collected.")
@Timeout(60)
class DataSaveMetricsTest {
    private final Storage storage = Storage.inMemory();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final DataSaveMetrics metrics = DataSaveMetrics.in(registry, "a");
    private final DataSave server = server("a", metrics);
    private final ProfileStore<Purse> purses = purses(server);

    record Purse(long coins) {}

    @AfterEach
    void close() {
        server.close();
        metrics.close();
    }

    private DataSave server(String name, DataSaveMetrics its) {
        DataSave built = DataSave.builder(its.storage(storage))
                .keepStorageOpen()
                .serverName(name)
                .listener(its.listener())
                .build();
        its.watch(built);
        return built;
    }

    private static ProfileStore<Purse> purses(DataSave server) {
        return server.profileStore("Purse", Purse.class, () -> new Purse(0));
    }

    private static Profile<Purse> load(ProfileStore<Purse> store, String key) {
        return switch (store.loadProfileAsync(key).join()) {
            case LoadResult.Loaded<Purse>(var profile) -> profile;
            case LoadResult.NotLoaded<Purse>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    private double value(String name, String... tags) {
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    @Test
    void loadsSavesAndReleasesOfARunAreCounted() {
        Profile<Purse> profile = load(purses, "k");
        profile.update(purse -> new Purse(purse.coins() + 1));
        profile.saveAsync().join();
        assertThat(value("datasave.profiles", "server", "a")).isEqualTo(1);
        assertThat(value("datasave.saves"))
                .isEqualTo((double) server.statistics().saved());
        profile.releaseAsync().join();
        server.close(); // which waits for the listener
        assertThat(registry.get("datasave.loads")
                        .tags("server", "a", "store", "Purse", "how", "free")
                        .timer())
                .satisfies(timer -> {
                    assertThat(timer.count()).isEqualTo(1);
                    assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
                });
        assertThat(value("datasave.releases", "store", "Purse", "reason", "released"))
                .isEqualTo(1);
        assertThat(value("datasave.profiles")).isZero();
        assertThat(registry.get("datasave.storage.calls")
                        .tags("operation", "write", "outcome", "done")
                        .timer()
                        .count())
                .isPositive();
        assertThat(value("datasave.storage.writes", "outcome", "written")).isPositive();
    }

    @Test
    void handoversAndLoadsWithoutAProfileAreToldApart() {
        try (DataSaveMetrics others = DataSaveMetrics.in(registry, "b");
                DataSave other = server("b", others)) {
            load(purses, "k");
            var held =
                    purses(other).loadProfileAsync("k", LoadOptions.defaults().whenHeld(WhenHeld.CANCEL));
            assertThat(held.join()).isInstanceOf(LoadResult.NotLoaded.class);
            assertThat(value("datasave.loads.failed", "server", "b", "reason", "held"))
                    .isEqualTo(1);
            assertThat(value("datasave.loads.failed", "server", "a", "reason", "held"))
                    .isZero();
            load(purses(other), "k");
            other.closeAsync().join();
            assertThat(registry.get("datasave.loads")
                            .tags("server", "b", "how", "handover")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.find("datasave.loads").tags("how", "takeover").timer())
                    .isNull();
        }
    }

    @Test
    void whatAnAlertWaitsForIsThereAsZero() {
        load(purses, "k").releaseAsync().join();
        server.close();
        assertThat(value("datasave.updates.lost", "store", "Purse", "kept", "no"))
                .isZero();
        assertThat(value("datasave.writes.refused", "store", "Purse")).isZero();
        assertThat(value("datasave.engine.faults")).isZero();
    }

    @Test
    void afterClosingTheRegistryIsEmptyAndAServerOfThatNameCanBeMeasuredAgain() {
        load(purses, "k");
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
        load(purses, "l");
        server.close(); // its last events are dropped
        assertThat(registry.getMeters()).isEmpty();
        try (DataSaveMetrics again = DataSaveMetrics.in(registry, "a");
                DataSave second = server("a", again)) {
            load(purses(second), "k");
            assertThat(value("datasave.profiles")).isEqualTo(1);
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void twoServersOfOneNameInARegistryAreRefused() {
        assertThatThrownBy(() -> DataSaveMetrics.in(registry, "a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "metrics of server a: found them in the registry already, expected them closed, or a name of"
                                + " its own for each server");
    }

    @Test
    void numbersOfThePresentAreZeroWithoutAServer() {
        try (DataSaveMetrics alone = DataSaveMetrics.in(registry, "alone")) {
            alone.listener();
            for (Meter meter : registry.getMeters()) {
                if ("alone".equals(meter.getId().getTag("server"))) {
                    assertThat(meter.measure())
                            .allSatisfy(measured -> assertThat(measured.getValue())
                                    .as(meter.getId().toString())
                                    .isZero());
                }
            }
        }
    }

    @Test
    void noNameEndsInAWordThatPrometheusReserves() {
        load(purses, "k").releaseAsync().join();
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .allMatch(name -> name.startsWith("datasave."))
                .noneMatch(name -> List.of("created", "info", "total", "bucket")
                        .contains(name.substring(name.lastIndexOf('.') + 1)));
    }

    @Test
    void whatIsAskedIsNotCollected() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        watchAndForget(prometheus);
        WeakReference<Object> sign = new WeakReference<>(new Object());
        while (sign.get() != null) {
            System.gc();
        }
        assertThat(prometheus.scrape())
                .contains("datasave_profiles{server=\"forgotten\"} 0")
                .doesNotContain("NaN");
    }

    private static void watchAndForget(MeterRegistry registry) {
        DataSaveMetrics its = DataSaveMetrics.in(registry, "forgotten");
        try (DataSave closed = DataSave.builder(Storage.inMemory()).build()) {
            its.watch(closed);
        }
    }
}
