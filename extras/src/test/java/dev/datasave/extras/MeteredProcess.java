package dev.datasave.extras;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A demo server in a process of its own, with metrics. It ends when its standard input does. */
final class MeteredProcess implements AutoCloseable {
    private final Process process;
    private final URI metrics;
    private final int port;

    private MeteredProcess(Process process, URI metrics, int port) {
        this.process = process;
        this.metrics = metrics;
        this.port = port;
    }

    static ProcessBuilder command(String name, Path data, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.datasave.cli.Main",
                "server",
                "--name",
                name,
                "--port",
                "0",
                "--with-parent",
                "--data",
                data.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    static MeteredProcess start(String name, Path data) throws IOException {
        Process process = command(name, data, "--metrics-port", "0").start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String metrics = after("metrics at ", out);
        String listening = after("listening on 127.0.0.1:", out);
        Thread.startVirtualThread(() -> readOn(out));
        return new MeteredProcess(process, URI.create(metrics), Integer.parseInt(listening));
    }

    /** Takes what it says, so that it never waits for a reader. */
    private static void readOn(BufferedReader out) {
        try {
            while (out.readLine() != null) {
                // Nobody asks for these lines.
            }
        } catch (IOException killed) {
            // It says no more.
        }
    }

    private static String after(String words, BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(words)) {
                return line.substring(words.length());
            }
        }
        throw new IOException("server: found the end of its output, expected " + words);
    }

    URI metrics() {
        return metrics;
    }

    /** Asks as Prometheus does. */
    HttpResponse<String> get() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(metrics).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        }
    }

    Scrape scrape() throws IOException, InterruptedException {
        return Scrape.of(get().body());
    }

    /** A player who stays until he is closed. */
    Player player() throws IOException {
        return new Player(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    record Player(Socket socket) implements AutoCloseable {
        /** Says a line and returns its answer, without what comes unasked. */
        String say(String line) throws IOException {
            PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8);
            out.println(line);
            BufferedReader in =
                    new BufferedReader(new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return in.readLine();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Ends it as a crash does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("server: found it alive after 60 s, expected its end");
            }
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }
}
