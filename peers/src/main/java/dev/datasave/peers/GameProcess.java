package dev.datasave.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A {@link DoomedServer}, as seen from here. */
final class GameProcess implements AutoCloseable {
    private final Process process;
    private final PrintWriter to;
    private final BufferedReader from;

    GameProcess(Peer peer, Site site, Pace pace, int players) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedServer.class.getName(),
                        peer.name(),
                        site.url(),
                        Integer.toString(site.redisPort()),
                        pace.name(),
                        Integer.toString(players))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        from = process.inputReader(StandardCharsets.UTF_8);
        answer();
    }

    String ask(String what) throws IOException {
        to.println(what);
        return answer();
    }

    private String answer() throws IOException {
        String line = from.readLine();
        if (line == null) {
            throw new IOException("a game server's process ended");
        }
        return line;
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    void stop() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        if (new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("kill " + signal + ": found it failed");
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        to.close();
        from.close();
    }
}
