package dev.datasave.cli.demo;

import dev.datasave.cli.database.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** One server process: its life, and the events that it printed to its standard output. */
final class ServerProcess {
    private static final String STOP_AND_GO_ON =
            "trap '' HUP INT TERM; kill -STOP $1 && echo stopped && read -r end; kill -CONT $1";
    private static final long TOO_SHORT_TO_NOTICE = TimeUnit.SECONDS.toNanos(1);

    private final String label;
    private final String name;
    private final Process process;
    private final Path errors;
    private final Thread listener;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Queue<String> incarnations = new ConcurrentLinkedQueue<>();
    private final Map<String, LongAdder> events = new ConcurrentHashMap<>();
    private volatile State state = State.RUNNING;
    private volatile long upSince;
    private volatile long downSince;
    private Optional<Process> stopper = Optional.empty();
    private volatile boolean harmed;
    private volatile boolean closedInOrder;
    private volatile boolean ending;
    private volatile boolean crashed;

    enum State {
        RUNNING,
        STOPPED,
        KILLED
    }

    private ServerProcess(String label, String name, Process process, Path errors) {
        this.label = label;
        this.name = name;
        this.process = process;
        this.errors = errors;
        this.listener = Thread.startVirtualThread(this::listen);
        CompletableFuture<Void> unused = process.onExit().thenAccept(ended -> died());
    }

    /** Starts a server with the Java and class path of this process; {@link #awaitListening()} returns when it is ready. */
    static ServerProcess start(String label, String name, Place place, Path folder) throws IOException {
        Path errors = folder.resolve(label + ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
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
                "--keep-history",
                "--with-parent"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        if (place.isFile()) {
            builder.environment().remove(Place.URL_VARIABLE);
            builder.command().addAll(List.of("--data", place.path().toString()));
        } else {
            builder.environment().put(Place.URL_VARIABLE, place.url());
            builder.command().addAll(List.of("--schema", place.schema()));
        }
        place.signals().ifPresent(address -> builder.command().addAll(List.of("--network-signals", address)));
        return new ServerProcess(label, name, builder.start(), errors);
    }

    /** Waits until it listens; if it does not, throws an exception with its error output. */
    ServerProcess awaitListening() throws IOException, InterruptedException {
        try {
            port.get(60, TimeUnit.SECONDS);
            return this;
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException(label + " did not start: " + said(), e);
        }
    }

    /** Its error output. */
    String said() throws IOException {
        return Files.readString(errors).strip();
    }

    /** A label that is unique among all processes of a run. */
    String label() {
        return label;
    }

    String name() {
        return name;
    }

    int port() {
        return port.join();
    }

    State state() {
        return state;
    }

    /** True if players can join it, as far as the driver knows. */
    boolean isRunning() {
        return state == State.RUNNING && port.isDone() && !port.isCompletedExceptionally();
    }

    /** True if it ended without being told to. One that has not even started is the trouble of whoever starts it. */
    boolean isCrashed() {
        return crashed && upSince != 0;
    }

    /** Since when it has run without a break, by the driver's monotonic clock. */
    long upSince() {
        return upSince;
    }

    long pid() {
        return process.pid();
    }

    /** When it was killed or stopped, by the driver's monotonic clock. */
    long downSince() {
        return downSince;
    }

    Queue<String> incarnations() {
        return incarnations;
    }

    /** How often it reported an event, also before it was killed. */
    long events(String kind) {
        LongAdder count = events.get(kind);
        return count == null ? 0 : count.sum();
    }

    /** True if there is a good reason for unsaved changes to be gone. */
    boolean isHarmed() {
        return harmed;
    }

    boolean isClosedInOrder() {
        return closedInOrder;
    }

    void kill() {
        down(State.KILLED);
        process.toHandle()
                .destroyForcibly(); // Process.destroyForcibly() closes the streams, so unread events would be lost
    }

    /**
     * Stops it through a shell that continues it when the shell's input ends: on {@link #goOn()}, or when this process dies in any way. Otherwise a
     * driver that is killed would leave a stopped server behind, which can't notice the end of its own input.
     */
    void stop() throws IOException, InterruptedException {
        down(State.STOPPED);
        Process shell = new ProcessBuilder("sh", "-c", STOP_AND_GO_ON, "sh", Long.toString(process.pid())).start();
        stopper = Optional.of(shell);
        if (!"stopped".equals(shell.inputReader(StandardCharsets.UTF_8).readLine())) {
            throw new IOException("kill -STOP of " + label + ": found exit code " + shell.waitFor() + ", expected 0");
        }
    }

    void goOn() throws IOException, InterruptedException {
        Process shell = stopper.orElseThrow();
        shell.getOutputStream().close();
        int exit = shell.waitFor();
        if (exit != 0) {
            throw new IOException("kill -CONT of " + label + ": found exit code " + exit + ", expected 0");
        }
        long now = System.nanoTime();
        if (now - downSince > TOO_SHORT_TO_NOTICE) {
            upSince = now;
        }
        state = State.RUNNING;
    }

    /** Tells it to close in order. */
    void end() {
        ending = true;
        process.toHandle().destroy(); // Process.destroy() closes the streams, so the events of closing would be lost
    }

    /** Waits until it has ended and its whole output was read; false if that takes longer. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) && listener.join(Duration.ofSeconds(seconds));
    }

    private void down(State how) {
        harmed = true;
        downSince = System.nanoTime();
        state = how;
    }

    private void died() {
        if (!ending && state != State.KILLED) {
            crashed = true;
            down(State.KILLED);
        }
    }

    private void listen() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard(line);
            }
        } catch (IOException | UncheckedIOException e) {
            // The process has ended.
        } finally {
            port.completeExceptionally(new IOException("ended"));
        }
    }

    private void heard(String line) {
        String[] words = line.split(" ", -1);
        if (line.startsWith("listening on ")) {
            upSince = System.nanoTime();
            port.complete(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
        } else if (words[0].equals("event")) {
            events.computeIfAbsent(words[1], kind -> new LongAdder()).increment();
            if (words[1].equals("incarnation") || words[1].equals("reincarnated")) {
                incarnations.add(words[2]);
            }
            harmed |= Set.of("reincarnated", "lost-update").contains(words[1]);
        } else if (words[0].equals("closed")) {
            closedInOrder = true;
        }
    }
}
