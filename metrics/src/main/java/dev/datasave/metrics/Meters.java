package dev.datasave.metrics;

import dev.datasave.NotLoadedReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one server in a registry. They hold what they ask strongly, because Micrometer alone would let it be collected, and are removed when this is closed,
 * because a registry never takes another meter of a name that it has. No name ends in created, info, total or bucket: Prometheus reserves these words.
 * Thread-safe.
 */
final class Meters implements AutoCloseable {
    /** Why a load can end without a profile. */
    static final List<Class<?>> REASONS = List.of(NotLoadedReason.class.getPermittedSubclasses());

    private static final String SERVER = "server";

    private final MeterRegistry registry;
    private final Tags server;
    private final Map<Meter.Id, Meter> registered = new ConcurrentHashMap<>();
    private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();
    private final Map<List<String>, Timer> timers = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    /** Checks that the registry has no other meters of a server of that name. */
    Meters(MeterRegistry registry, String serverName) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.server = Tags.of(SERVER, Objects.requireNonNull(serverName, "serverName"));
        if (registry.find("datasave.profiles").tags(server).meter() != null) {
            throw new IllegalStateException(
                    "metrics of server " + serverName
                            + ": found them in the registry already, expected them closed, or a name of its own for each server");
        }
    }

    void gauge(String name, String description, Supplier<? extends Number> number) {
        add(Gauge.builder(name, number::get)
                .strongReference(true)
                .description(description)
                .tags(server)
                .register(registry));
    }

    void age(String name, String description, Supplier<Duration> age) {
        add(TimeGauge.builder(name, () -> age.get().toNanos(), TimeUnit.NANOSECONDS)
                .strongReference(true)
                .description(description)
                .tags(server)
                .register(registry));
    }

    /** A unit becomes a part of the name in Prometheus, so only seconds have one. */
    void count(
            String name, @Nullable String unit, String description, Supplier<? extends Number> count, String... tags) {
        ToDoubleFunction<Meters> strong = meters -> count.get().doubleValue();
        add(FunctionCounter.builder(name, this, strong)
                .baseUnit(unit)
                .description(description)
                .tags(server.and(tags))
                .register(registry));
    }

    void times(String name, String description, LongSupplier count, Supplier<Duration> total) {
        add(FunctionTimer.builder(
                        name,
                        this,
                        meters -> count.getAsLong(),
                        meters -> total.get().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description(description)
                .tags(server)
                .register(registry));
    }

    /** Counts one more; {@code tags} are names and values in turn. */
    void more(Told what, String... tags) {
        more(1, what, tags);
    }

    void more(int count, Told what, String... tags) {
        if (!isClosed) {
            counter(what, tags).increment(count);
        }
    }

    /** Begins a counter at 0. */
    void zero(Told what, String... tags) {
        more(0, what, tags);
    }

    private Counter counter(Told what, String... tags) {
        return counters.computeIfAbsent(
                key(what.meter(), tags),
                key -> add(Counter.builder(what.meter())
                        .description(what.description())
                        .tags(server.and(tags))
                        .register(registry)));
    }

    void took(long nanos, String name, String description, String... tags) {
        if (!isClosed) {
            timers.computeIfAbsent(
                            key(name, tags),
                            key -> add(Timer.builder(name)
                                    .description(description)
                                    .tags(server.and(tags))
                                    .register(registry)))
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private static List<String> key(String name, String... tags) {
        return switch (tags.length) {
            case 0 -> List.of(name);
            case 2 -> List.of(name, tags[1]);
            case 4 -> List.of(name, tags[1], tags[3]);
            default -> List.of(name, String.join("\n", tags));
        };
    }

    private synchronized <M extends Meter> M add(M meter) {
        registered.put(meter.getId(), meter);
        if (isClosed) {
            registry.remove(meter);
        }
        return meter;
    }

    /** The value of a label: the words of a name, in small letters, with hyphens. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value of a label, from the name of a class. */
    static String word(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        registered.values().forEach(registry::remove);
        registered.clear();
    }
}
