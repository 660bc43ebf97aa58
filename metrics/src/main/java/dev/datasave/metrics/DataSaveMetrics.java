package dev.datasave.metrics;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.ServerInfo.Statistics;
import dev.datasave.spi.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one server. {@code docs/metrics.md} lists them all, with units and labels.
 *
 * <ol>
 *   <li>Make it before the server: {@link #in(MeterRegistry, String)}.
 *   <li>Give the builder what counts: {@link #storage} around the storage, {@link #listener(DataSaveListener)} around the game's listener. Each can be left out; then
 *       its meters are missing.
 *   <li>Show it the server that was built: {@link #watch}. Without that, the numbers of the present are zero.
 *   <li>{@linkplain #close Close} it after the server. Its meters are then gone from the registry.
 * </ol>
 *
 * <p>All meters begin with {@code datasave.} and have the label {@code server}. No meter has a key or a user id in a label. There are no histograms;
 * a {@code MeterFilter} of the registry can turn them on. Thread-safe.
 */
public final class DataSaveMetrics implements AutoCloseable {
    private static final Statistics NONE =
            new Statistics(0, 0, Map.of(), 0, Duration.ZERO, 0, Duration.ZERO, 0, Duration.ZERO);

    private final Meters meters;
    private volatile @Nullable DataSave watched;

    private DataSaveMetrics(Meters meters) {
        this.meters = meters;
    }

    /**
     * Registers the meters of a server.
     *
     * @param serverName the label {@code server} of all meters; best the same as {@link DataSave.Builder#serverName}
     * @throws IllegalStateException if the registry has the meters of a server of that name, which were not closed. They would be shared, and gone when either
     *     is closed
     */
    public static DataSaveMetrics in(MeterRegistry registry, String serverName) {
        DataSaveMetrics metrics = new DataSaveMetrics(new Meters(registry, serverName));
        metrics.register();
        return metrics;
    }

    private void register() {
        meters.gauge("datasave.profiles", "Profiles that this server owns", now(Statistics::profiles));
        meters.gauge("datasave.loads.running", "Loads that are not answered yet", now(Statistics::loads));
        meters.gauge(
                "datasave.queue.writes",
                "Writes that are not decided: they wait, are under way, or are tried again",
                now(Statistics::queued));
        meters.age(
                "datasave.queue.age",
                "For how long the oldest of the writes that are not decided has been waiting",
                () -> statistics().oldestQueued());
        meters.gauge(
                "datasave.messages.waiting",
                "Messages that wait for profiles of this server",
                now(Statistics::messages));
        meters.count(
                "datasave.suspended",
                "seconds",
                "For how long in all this server has been suspended",
                now(statistics -> statistics.suspended().toNanos() / 1e9));
        meters.times(
                "datasave.saves",
                "States that were stored: saves, autosaves and last states",
                () -> statistics().saved(),
                () -> statistics().saving());
        for (Class<?> reason : Meters.REASONS) {
            meters.count(
                    "datasave.loads.failed",
                    null,
                    "Loads that ended without a profile",
                    now(statistics -> statistics.notLoaded().getOrDefault(reason, 0L)),
                    "reason",
                    Meters.word(reason));
        }
    }

    private Supplier<Number> now(Function<Statistics, ? extends Number> number) {
        return () -> number.apply(statistics());
    }

    private Statistics statistics() {
        DataSave server = watched;
        return server == null ? NONE : server.statistics();
    }

    /** The same storage, whose calls are timed. It costs some 100 ns for each call. Closing it closes the other. */
    public Storage storage(Storage storage) {
        return new MeteredStorage(Objects.requireNonNull(storage, "storage"), meters);
    }

    /** Like {@link #listener(DataSaveListener)}, around the default one, which logs. */
    public DataSaveListener listener() {
        return listener(new DataSaveListener() {});
    }

    /** A listener that counts and then calls the given one, each time. */
    public DataSaveListener listener(DataSaveListener listener) {
        return new MeteredListener(Objects.requireNonNull(listener, "listener"), meters);
    }

    /**
     * Takes the numbers of the present from this server: profiles, loads, queue, messages, suspensions. They stay the server's last ones when it is
     * closed. A second call takes them from that server instead.
     */
    public void watch(DataSave server) {
        watched = Objects.requireNonNull(server, "server");
    }

    /** Removes all meters of this object from the registry. What is counted afterwards is dropped. Closing twice is fine. */
    @Override
    public void close() {
        meters.close();
    }
}
