package dev.datasave.extras;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.cli.Metering;
import dev.datasave.metrics.DataSaveMetrics;
import dev.datasave.spi.Storage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Answers Prometheus with the client library's own HTTP server, at {@code /metrics}. */
public final class PrometheusMetering implements Metering {
    /** For the service loader. */
    public PrometheusMetering() {}

    @Override
    public Running begin(String serverName, InetSocketAddress address) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DataSaveMetrics metrics = DataSaveMetrics.in(registry, serverName);
        HTTPServer http = HTTPServer.builder()
                .inetAddress(address.getAddress())
                .port(address.getPort())
                .registry(registry.getPrometheusRegistry())
                .buildAndStart();
        return new Endpoint(registry, metrics, http);
    }

    /** The metrics of one server, and who answers for them. */
    private record Endpoint(PrometheusMeterRegistry registry, DataSaveMetrics metrics, HTTPServer http)
            implements Running {
        @Override
        public Storage around(Storage storage) {
            return metrics.storage(storage);
        }

        @Override
        public DataSaveListener around(DataSaveListener listener) {
            return metrics.listener(listener);
        }

        @Override
        public void watch(DataSave server) {
            metrics.watch(server);
        }

        @Override
        public int port() {
            return http.getPort();
        }

        @Override
        public void close() {
            http.close();
            metrics.close();
            registry.close();
        }
    }
}
