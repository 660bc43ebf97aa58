package dev.datasave.extras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real Prometheus in a folder of its own. It asks servers every second, and judges the alert rules as often. */
final class PrometheusProcess implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();

    private PrometheusProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Where a program of Prometheus is, if this machine has it. */
    static Optional<Path> program(String name) {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(File.pathSeparator))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static PrometheusProcess start(Path program, Path folder, Path rules, List<URI> servers) throws IOException {
        String targets = servers.stream()
                .map(server -> "\"" + server.getAuthority() + "\"")
                .collect(Collectors.joining(", "));
        Path config =
                Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: datasave
                    static_configs: [{targets: [%s]}]
                """.formatted(rules.toAbsolutePath(), targets));
        int port = freePort();
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new PrometheusProcess(process, port, log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What a page of its API answers. */
    JsonElement ask(String page) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + page))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonObject whole = JsonParser.parseString(answer.body()).getAsJsonObject();
        if (!whole.get("status").getAsString().equals("success")) {
            throw new AssertionError(page + ": " + answer.body());
        }
        return whole.get("data");
    }

    /** The series that a query finds now, each with its labels and its value. */
    List<JsonObject> query(String expression) throws IOException, InterruptedException {
        JsonObject data = ask("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .getAsJsonObject();
        return data.getAsJsonArray("result").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    static double value(JsonObject series) {
        return Double.parseDouble(series.getAsJsonArray("value").get(1).getAsString());
    }

    /** Waits until a query finds at least so many series; a Prometheus that is still starting is asked again. */
    void await(String expression, int series) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        int found;
        do {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError(expression + ": found nothing\n" + Files.readString(log));
            }
            found = process.waitFor(100, TimeUnit.MILLISECONDS) ? 0 : count(expression);
        } while (found < series);
    }

    private int count(String expression) throws IOException, InterruptedException {
        try {
            return query(expression).size();
        } catch (java.net.ConnectException starting) {
            return 0;
        } catch (com.google.gson.JsonParseException | IllegalStateException starting) {
            return 0; // "Service Unavailable", as a text
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }
}
