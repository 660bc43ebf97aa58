package dev.datasave.jdbc.sqlite;

import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A JVM of its own that works for a test; it says on standard output what it has done. */
public final class OtherProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private OtherProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    public static OtherProcess start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /** Starts it with options for the JVM. */
    public static OtherProcess start(List<String> options, String... arguments) throws IOException {
        return start(command -> command, options, arguments);
    }

    /** Starts it by a command that gets the JVM's command at its end. */
    static OtherProcess start(UnaryOperator<List<String>> by, List<String> options, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(options);
        builder.command()
                .addAll(List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                Path.of("target", "test-classes").toString(),
                                System.getProperty("jdk.module.path", ""),
                                System.getProperty("java.class.path")),
                        OtherProcess.class.getName()));
        builder.command().addAll(List.of(arguments));
        builder.command(by.apply(builder.command()));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return new OtherProcess(builder.start());
    }

    public String line() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("the other process has ended");
        }
        return line;
    }

    /** Says something to it on its standard input. */
    public void say(String line) throws IOException {
        Writer writer = process.outputWriter(StandardCharsets.UTF_8);
        writer.write(line + "\n");
        writer.flush();
    }

    /** Kills it (SIGKILL) and returns what it had said before. */
    public List<String> kill() {
        process.toHandle().destroyForcibly(); // Process.destroyForcibly() closes the streams
        List<String> rest = lines.lines().toList();
        process.onExit().join();
        return rest;
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("play")) {
            GameProcess.play(Path.of(arguments[1]), Path.of(arguments[2]), arguments[3], Long.parseLong(arguments[4]));
            return;
        }
        if (arguments[0].equals("open")) {
            open(Path.of(arguments[1]));
            return;
        }
        try (Storage storage = opened(arguments[1])) {
            switch (arguments[0]) {
                case "count" -> count(storage, arguments[2], Write.Durability.valueOf(arguments[3]));
                case "listen" -> listen(storage, arguments[2], arguments[3]);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    /** Opens what a URL or the path of a file names; before a URL, a schema and @ can stand. */
    public static Storage opened(String place) {
        int at = place.indexOf("@jdbc:");
        if (at >= 0) {
            return SqlStorage.open(
                    place.substring(at + 1), SqlOptions.defaults().schema(place.substring(0, at)));
        }
        return SqlStorage.sqlite(Path.of(place));
    }

    /** Opens the file at each line that it is told, and says how that went; once it is open, it stays so. */
    private static void open(Path file) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        do {
            try (Storage storage = SqlStorage.sqlite(file)) {
                System.out.println("opened");
                storage.signals().listen("server", () -> {});
                in.readLine();
            } catch (Exception | LinkageError e) {
                System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
            }
        } while (in.readLine() != null);
    }

    /** Increments the entry of its name and, in the same step, the shared one, and says each number once it is written. */
    private static void count(Storage storage, String name, Write.Durability durability) {
        for (long n = 0; ; ) {
            EntryId own = new EntryId("counters", name);
            EntryId shared = new EntryId("counters", "shared");
            List<Optional<Entry>> found = storage.read(List.of(own, shared));
            String writeId = name + "-" + n;
            List<WriteResult> results = storage.write(
                    List.of(
                            next(own, found.get(0), writeId).durable(durability),
                            next(shared, found.get(1), writeId).durable(durability)),
                    Atomicity.ALL);
            if (results.get(0) instanceof WriteResult.Written(long revision, var updated)) {
                n = revision;
                System.out.println(n);
            }
        }
    }

    private static Write next(EntryId id, Optional<Entry> base, String writeId) {
        long value = base.map(Entry::revision).orElse(0L) + 1;
        return Write.put(id, base, writeId, Content.of("{\"n\":" + value + ",\"pad\":\"" + "x".repeat(3000) + "\"}"));
    }

    /** Answers each signal to its name with one to the other name. */
    private static void listen(Storage storage, String name, String other) throws InterruptedException {
        storage.signals().listen(name, () -> storage.signals().send(other));
        System.out.println("listening");
        new CountDownLatch(1).await();
    }
}
