package dev.datasave.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSaveListener;
import dev.datasave.LostUpdate;
import dev.datasave.NotLoadedReason;
import dev.datasave.ProfileId;
import dev.datasave.ReleaseReason;
import dev.datasave.spi.Storage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is measured is passed on, also what DataSave learns to tell and to ask later. */
class PassingOnTest {
    private static final ProfileId PROFILE = new ProfileId("Purse", "k");
    private static final Map<Class<?>, Object> ARGUMENTS = Map.of(
            ProfileId.class,
            PROFILE,
            Duration.class,
            Duration.ofMillis(3),
            DataSaveListener.Acquired.class,
            DataSaveListener.Acquired.FREE,
            NotLoadedReason.class,
            new NotLoadedReason.Corrupt("$.coins"),
            ReleaseReason.class,
            ReleaseReason.CLOSING,
            LostUpdate.class,
            new LostUpdate(PROFILE, 1, Optional.empty(), ReleaseReason.STOLEN, Optional.empty(), Optional.empty()),
            Path.class,
            Path.of("spool"),
            Throwable.class,
            new IllegalStateException("thrown"),
            Optional.class,
            Optional.empty(),
            String.class,
            "words");

    static Stream<Method> events() {
        return Arrays.stream(DataSaveListener.class.getMethods());
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventIsPassedOnAndCounted(Method event) throws ReflectiveOperationException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        List<String> told = new ArrayList<>();
        DataSaveListener next = (DataSaveListener) Proxy.newProxyInstance(
                DataSaveListener.class.getClassLoader(),
                new Class<?>[] {DataSaveListener.class},
                (self, method, args) -> {
                    told.add(method.getName());
                    return null;
                });
        try (DataSaveMetrics metrics = DataSaveMetrics.in(registry, "a")) {
            DataSaveListener listener = metrics.listener(next);
            double before = counted(registry);
            Object[] arguments = Arrays.stream(event.getParameterTypes())
                    .map(type -> type == long.class ? Long.valueOf(7) : ARGUMENTS.get(type))
                    .toArray();
            event.invoke(listener, arguments);
            assertThat(told).containsExactly(event.getName());
            assertThat(counted(registry)).isEqualTo(before + 1);
        }
    }

    private static double counted(SimpleMeterRegistry registry) {
        return registry.getMeters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    @Test
    void everyCallOfAStorageIsPassedOn() {
        List<String> asked = Arrays.stream(Storage.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(PassingOnTest::signature)
                .toList();
        assertThat(Arrays.stream(MeteredStorage.class.getDeclaredMethods()).map(PassingOnTest::signature))
                .containsAll(asked);
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
