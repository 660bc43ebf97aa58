package dev.datasave.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second process at the other end of a handover, {@link OtherProcess}, as seen from this one. */
final class OtherEnd implements AutoCloseable {
    /** By this variable it learns of a server's URL: unlike its arguments, others can't see it. */
    static final String URL_VARIABLE = "DATASAVE_JDBC_URL";

    private final Process process;
    private final PrintWriter to;
    private final BufferedReader from;

    private OtherEnd(String url, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(URL_VARIABLE, url);
        process = builder.start();
        to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        from = process.inputReader(StandardCharsets.UTF_8);
    }

    /** On an SQLite file; {@code raw} or {@code datasave}. */
    static OtherEnd onFile(Path file, String kind) throws IOException {
        return new OtherEnd("", List.of(kind, file.toString()));
    }

    static OtherEnd onServer(ServerTables tables) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("server", tables.schema()));
        tables.signals().ifPresent(arguments::add);
        return new OtherEnd(tables.url(), arguments);
    }

    String ask(String what) throws IOException {
        to.println(what);
        String answer = from.readLine();
        if (answer == null) {
            throw new IOException("the other process ended");
        }
        return answer;
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** Ends the other process, which stops when its input ends. */
    @Override
    public void close() throws IOException {
        to.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        from.close();
    }
}
