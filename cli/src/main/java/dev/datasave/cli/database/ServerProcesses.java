package dev.datasave.cli.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The processes of a database server, by the file in which it keeps its own number. A shell kills it if this process dies. */
final class ServerProcesses implements AutoCloseable {
    /** A line means that the server was ended; the end of the input without one, that this process is dead. */
    private static final String GUARD =
            "trap '' HUP INT TERM; read -r end || { pid=$(head -n 1 \"$1\") && kill -KILL \"$pid\"; }";

    private final Path file;
    private final Process guard;

    private ServerProcesses(Path file, Process guard) {
        this.file = file;
        this.guard = guard;
    }

    static ServerProcesses guard(Path file) throws IOException {
        return new ServerProcesses(
                file,
                new ProcessBuilder("sh", "-c", GUARD, "sh", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    private Optional<ProcessHandle> first() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
    }

    private List<ProcessHandle> all() throws IOException {
        return first().stream()
                .flatMap(first -> Stream.concat(Stream.of(first), first.descendants()))
                .toList();
    }

    /** Kills all of them, and waits until they have ended. */
    void kill() throws IOException {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        await(all);
    }

    /** Sends a signal to the first one, and waits until all have ended. */
    void end(String signal) throws IOException, InterruptedException {
        List<ProcessHandle> all = all();
        if (!all.isEmpty()) {
            send(signal, all.subList(0, 1));
            await(all);
        }
    }

    private static void await(List<ProcessHandle> all) {
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .join();
    }

    /** Sends a signal to all of them: first to the one that starts the others, so that none is missed. */
    void signal(String signal) throws IOException, InterruptedException {
        send(signal, first().stream().toList());
        send(signal, all());
    }

    private static void send(String signal, List<ProcessHandle> to) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        to.forEach(each -> command.add(Long.toString(each.pid())));
        int exit = to.isEmpty() ? 0 : new ProcessBuilder(command).start().waitFor();
        if (exit != 0 && to.stream().allMatch(ProcessHandle::isAlive)) { // who has ended meanwhile is no trouble
            throw new IOException(command + ": found exit code " + exit + ", expected 0");
        }
    }

    /** Kills what is left. */
    @Override
    public void close() {
        try {
            kill();
            guard.getOutputStream().write("end\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            System.getLogger("dev.datasave").log(System.Logger.Level.DEBUG, "a database server that is gone", e);
        } finally {
            guard.toHandle().destroyForcibly();
        }
    }
}
