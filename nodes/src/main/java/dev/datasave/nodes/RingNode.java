package dev.datasave.nodes;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One node of a ring, as a process of its own. A shell between this JVM and the node reads a pipe that only this JVM holds open: however this JVM ends, the
 * pipe ends with it, and the shell kills the node. One thread at a time.
 */
public final class RingNode implements AutoCloseable {
    private static final List<String> TOKENS =
            List.of("-9223372036854775808", "-3074457345618258603", "3074457345618258602");
    private static final String WATCH = "\"$@\" </dev/null & n=$!; echo $n >\"$0\"; cat >/dev/null; kill -9 $n";
    private static final String READY = "Starting listening for CQL clients";
    private static final Pattern UP = Pattern.compile("/(127\\.0\\.0\\.\\d):\\d+ is now UP");
    private static final Duration END = Duration.ofMinutes(1);

    private final Path folder;
    private final int number;
    private final Path programs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition said = lock.newCondition();
    private final Set<String> others = new HashSet<>();
    private boolean ready;
    private @Nullable Process watch;

    RingNode(Path folder, int number, Path programs) {
        this.folder = folder;
        this.number = number;
        this.programs = programs;
    }

    static String address(int number) {
        return "127.0.0." + number;
    }

    /** Writes the settings. */
    void configure(int port, int storagePort, Duration requestTimeout) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                settings(),
                text("cassandra.yaml")
                        .replace("{address}", address(number))
                        .replace("{token}", TOKENS.get(number - 1))
                        .replace("{port}", Integer.toString(port))
                        .replace("{storagePort}", Integer.toString(storagePort))
                        .replace("{timeout}", requestTimeout.toMillis() + "ms")
                        .replace("{folder}", folder.toString()));
        Files.writeString(folder.resolve("logback.xml"), text("logback-node.xml"));
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = RingNode.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The file of its settings, which count from its next start on. */
    public Path settings() {
        return folder.resolve("cassandra.yaml");
    }

    /** Starts it on the data that it has. It is in the ring when {@link #awaitReady} returns. */
    public void start() throws IOException {
        NodeJava java = NodeJava.find();
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", WATCH, pidFile().toString()));
        command.add(java.program().toString());
        command.addAll(NodeJava.options(folder, programs));
        command.addAll(List.of("-cp", java.classPath(programs), "org.apache.cassandra.service.CassandraDaemon"));
        Files.deleteIfExists(pidFile());
        heard(() -> {
            ready = false;
            others.clear();
        });
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        watch = started;
        Thread reader = new Thread(() -> read(started), "log of node " + number);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Process process) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter log = Files.newBufferedWriter(
                        folder.resolve("log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line + "\n");
                log.flush();
                Matcher up = UP.matcher(line);
                if (line.contains(READY)) {
                    heard(() -> ready = true);
                } else if (up.find()) {
                    String other = up.group(1);
                    heard(() -> others.add(other));
                }
            }
        } catch (IOException ended) {
            // the node was killed
        }
    }

    private void heard(Runnable change) {
        lock.lock();
        try {
            change.run();
            said.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it takes clients.
     *
     * @throws IOException if it does not in this time
     */
    public void awaitReady(Duration patience) throws IOException, InterruptedException {
        await(patience, 0, "is not ready");
    }

    /** Waits until it knows all others. */
    void awaitOthers(Duration patience) throws IOException, InterruptedException {
        await(patience, StartedRing.NODES - 1, "does not know the others");
    }

    private void await(Duration patience, int known, String otherwise) throws IOException, InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!ready || others.size() < known) {
                if (left <= 0) {
                    throw new IOException(
                            "node " + number + " " + otherwise + " after " + patience + "; its log is in " + folder);
                }
                left = said.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }

    private Optional<ProcessHandle> process() {
        try {
            String pid = Files.exists(pidFile()) ? Files.readString(pidFile()).strip() : "";
            return pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its process is there. */
    public boolean isRunning() {
        return process().map(ProcessHandle::isAlive).orElse(false);
    }

    /** Stops it where it is (SIGSTOP). */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        ProcessHandle node = process().orElseThrow(() -> new IOException("node " + number + " is not running"));
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(node.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + ": found exit code " + exit + ", expected 0");
        }
    }

    /** Ends it in order (SIGTERM), and waits for its end. */
    public void end() throws IOException, InterruptedException {
        Optional<ProcessHandle> node = process();
        signal("TERM");
        if (node.isPresent()) {
            await(node.get());
        }
        close();
    }

    private void await(ProcessHandle node) throws InterruptedException {
        try {
            node.onExit().get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("node " + number + " goes on", e);
        }
    }

    /** Kills it (SIGKILL), and waits for its end; it can be started again. */
    @Override
    public void close() {
        Process shell = watch;
        if (shell == null) {
            return;
        }
        try {
            Optional<ProcessHandle> node = process();
            shell.getOutputStream().close();
            if (node.isPresent()) {
                await(node.get());
            }
            if (!shell.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
            Files.deleteIfExists(pidFile()); // the number may be another process's from now on
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
