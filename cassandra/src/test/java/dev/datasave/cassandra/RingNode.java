package dev.datasave.cassandra;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One node of a real ring, as a process of its own. A shell between this JVM and the node reads a pipe that only this JVM holds open: however this JVM ends, the
 * pipe ends with it, and the shell kills the node.
 */
final class RingNode implements AutoCloseable {
    private static final List<String> TOKENS =
            List.of("-9223372036854775808", "-3074457345618258603", "3074457345618258602");
    private static final String WATCH = "\"$@\" </dev/null & n=$!; echo $n >\"$0\"; cat >/dev/null; kill -9 $n";
    private static final String READY = "Starting listening for CQL clients";

    private final Path folder;
    private final int number;
    private final Path programs;
    private Process watch;

    RingNode(Path folder, int number, Path programs) {
        this.folder = folder;
        this.number = number;
        this.programs = programs;
    }

    static String address(int number) {
        return "127.0.0." + number;
    }

    /** Writes the settings. */
    void configure(int port, int storagePort) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("cassandra.yaml"),
                text("cassandra.yaml")
                        .replace("{address}", address(number))
                        .replace("{token}", TOKENS.get(number - 1))
                        .replace("{port}", Integer.toString(port))
                        .replace("{storagePort}", Integer.toString(storagePort))
                        .replace("{folder}", folder.toString()));
        Files.writeString(folder.resolve("logback.xml"), text("logback-node.xml"));
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = RingNode.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Starts the process, and answers what counts down when it takes clients. */
    CountDownLatch start() throws IOException {
        NodeJava java = NodeJava.find();
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", WATCH, pidFile().toString()));
        command.add(java.program().toString());
        command.addAll(NodeJava.options(folder, programs));
        command.addAll(List.of("-cp", java.classPath(programs), "org.apache.cassandra.service.CassandraDaemon"));
        watch = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        CountDownLatch ready = new CountDownLatch(1);
        Thread reader = new Thread(() -> read(watch, ready), "log of node " + number);
        reader.setDaemon(true);
        reader.start();
        return ready;
    }

    private void read(Process process, CountDownLatch ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter log = Files.newBufferedWriter(
                        folder.resolve("log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line + "\n");
                log.flush();
                if (line.contains(READY)) {
                    ready.countDown();
                }
            }
        } catch (IOException ended) {
            // the node was killed
        }
    }

    Path pidFile() {
        return folder.resolve("pid");
    }

    Path log() {
        return folder.resolve("log");
    }

    /** The process of the node itself. */
    ProcessHandle process() {
        return handle().orElseThrow(() -> new IllegalStateException("node " + number + " is not running"));
    }

    private Optional<ProcessHandle> handle() {
        try {
            String pid = Files.readString(pidFile()).strip();
            return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal to the node: {@code STOP} or {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(process().pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + ": found exit code " + exit + ", expected 0");
        }
    }

    /** Ends the node in order (SIGTERM), and waits for its end. */
    void end() throws IOException, InterruptedException {
        ProcessHandle node = process();
        signal("TERM");
        try {
            node.onExit().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("node " + number + " goes on", e);
        }
        close();
    }

    /** Kills the node and waits for its end. */
    @Override
    public void close() {
        if (watch == null) {
            return;
        }
        try {
            Optional<ProcessHandle> node = Files.exists(pidFile()) ? handle() : Optional.empty();
            watch.getOutputStream().close();
            if (node.isPresent()) {
                node.get().onExit().get(30, TimeUnit.SECONDS);
            }
            if (!watch.waitFor(30, TimeUnit.SECONDS)) {
                watch.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("node " + number + " goes on", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
