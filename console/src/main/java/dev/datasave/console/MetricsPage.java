package dev.datasave.console;

import dev.datasave.ops.ServerFigures;
import dev.datasave.ops.ServerPulse;
import io.javalin.http.Context;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The page that Prometheus reads: what all servers tell of themselves in their leases, also those that answer nobody. Two servers may have the same name, so a
 * series is of a name and an incarnation.
 */
final class MetricsPage {
    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();
    private static final List<Metric> METRICS = List.of(
            new Metric(false, "profiles", "profiles that the server owns", ServerFigures::profiles),
            new Metric(false, "loads_running", "loads that are not answered yet", ServerFigures::loads),
            new Metric(true, "loads", "loads that ended with a profile", ServerFigures::loaded),
            new Metric(true, "loads_failed", "loads that ended without a profile", ServerFigures::notLoaded),
            new Metric(true, "takeovers", "profiles taken from dead servers", ServerFigures::takeOvers),
            new Metric(true, "saves", "states of profiles that the storage has taken", ServerFigures::saved),
            new Metric(true, "writes_refused", "writes of sessions that were over", ServerFigures::refused),
            new Metric(false, "queue_writes", "writes that are not decided yet", ServerFigures::queued),
            new Metric(
                    false,
                    "queue_age_seconds",
                    "how long the oldest of these has been waiting",
                    figures -> figures.queueMillis() / 1000.0),
            new Metric(false, "messages_waiting", "messages that wait for its profiles", ServerFigures::messages),
            new Metric(
                    true,
                    "suspended_seconds",
                    "for how long the server was suspended",
                    figures -> figures.suspendedMillis() / 1000.0));

    private final Watching watching;

    MetricsPage(Watching watching) {
        this.watching = watching;
    }

    private record Metric(boolean isCounter, String name, String help, ToDoubleFunction<ServerFigures> value) {
        MetricSnapshot of(List<ServerPulse> servers) {
            Function<ServerPulse, Optional<Double>> told =
                    server -> server.figures().map(value::applyAsDouble);
            return isCounter ? counter(name, help, servers, told) : gauge(name, help, servers, told);
        }
    }

    void serve(Context asked) {
        Optional<List<ServerPulse>> servers = watching.servers();
        MetricSnapshots.Builder all = MetricSnapshots.builder()
                .metricSnapshot(GaugeSnapshot.builder()
                        .name("datasave_network_storage_up")
                        .help("whether the storage has answered the console's newest look at the leases")
                        .dataPoint(new GaugeDataPointSnapshot(servers.isPresent() ? 1 : 0, Labels.EMPTY, null))
                        .build());
        servers.ifPresent(seen -> snapshots(seen).forEach(all::metricSnapshot));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            WRITER.write(text, all.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        asked.contentType(WRITER.getContentType()).result(text.toByteArray());
    }

    private static List<MetricSnapshot> snapshots(List<ServerPulse> servers) {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        snapshots.add(gauge(
                "lease_age_seconds",
                "how long ago the server renewed its lease",
                servers,
                server -> Optional.of(server.leaseAge().toMillis() / 1000.0)));
        snapshots.add(gauge(
                "lease_overdue",
                "1 if the server has not renewed its lease in time: it is dead",
                servers,
                server -> Optional.of(server.isOverdue() ? 1.0 : 0.0)));
        METRICS.forEach(metric -> snapshots.add(metric.of(servers)));
        snapshots.add(handovers(servers));
        return snapshots;
    }

    private static MetricSnapshot gauge(
            String name, String help, List<ServerPulse> servers, Function<ServerPulse, Optional<Double>> value) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name("datasave_network_" + name).help(help);
        servers.forEach(server -> value.apply(server)
                .ifPresent(found -> gauge.dataPoint(new GaugeDataPointSnapshot(found, labels(server), null))));
        return gauge.build();
    }

    private static MetricSnapshot counter(
            String name, String help, List<ServerPulse> servers, Function<ServerPulse, Optional<Double>> value) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("datasave_network_" + name).help(help);
        servers.forEach(server -> value.apply(server)
                .ifPresent(found -> counter.dataPoint(new CounterDataPointSnapshot(found, labels(server), null, 0))));
        return counter.build();
    }

    /** Servers count how long handovers took in classes, and keep no sum. */
    private static MetricSnapshot handovers(List<ServerPulse> servers) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("datasave_network_handovers_seconds")
                .help("loads whose profile another server has handed over, by how long they took");
        for (ServerPulse server : servers) {
            List<ServerFigures.Span> spans =
                    server.figures().map(ServerFigures::handovers).orElse(List.of());
            if (!spans.isEmpty()) {
                ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
                spans.forEach(span -> buckets.bucket(
                        span.upToMillis() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : span.upToMillis() / 1000.0,
                        span.count()));
                histogram.dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(labels(server))
                        .classicHistogramBuckets(buckets.build())
                        .build());
            }
        }
        return histogram.build();
    }

    private static Labels labels(ServerPulse server) {
        return Labels.of("incarnation", server.incarnation(), "server", server.name());
    }
}
