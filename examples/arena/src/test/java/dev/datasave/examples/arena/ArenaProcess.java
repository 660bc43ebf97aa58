package dev.datasave.examples.arena;

import dev.datasave.DataSave;
import dev.datasave.ProfileOptions;
import dev.datasave.spi.Storage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** An arena in a process of its own, which may open few files. It prints its port and its events, and ends with its standard input. */
final class ArenaProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final int port;

    private ArenaProcess(Process process) throws IOException {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.port = Integer.parseInt(lines.readLine());
    }

    static ArenaProcess start(int descriptors) throws IOException {
        String classPath = String.join(
                File.pathSeparator,
                Path.of("target", "test-classes").toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
        return new ArenaProcess(new ProcessBuilder(List.of(
                        "sh",
                        "-c",
                        "ulimit -n " + descriptors + " && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        ArenaProcess.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    int port() {
        return port;
    }

    /** The next event; null after its end. */
    String event() throws IOException {
        return lines.readLine();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws IOException {
        ArenaEvents events = new ArenaEvents(System.out::println);
        DataSave dataSave = DataSave.builder(Storage.inMemory())
                .serverName("lobby")
                .listener(events)
                .build();
        try (Arena arena = Arena.open(dataSave, ProfileOptions.defaults(), events, 0)) {
            System.out.println(arena.port());
            while (System.in.read() >= 0) {}
        }
    }
}
