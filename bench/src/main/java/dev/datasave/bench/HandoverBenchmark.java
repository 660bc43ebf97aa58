package dev.datasave.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile that goes back and forth between this process and another one. Raw is the least that handing a row over through one file can cost: a
 * conditional update that survives a power cut, and the other process noticing it by the file's data version.
 */
record HandoverBenchmark(int warmUp, int rounds) implements Benchmark {
    private static final String KEY = RawSqlite.key(0);

    @Override
    public String name() {
        return "handover";
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        Percentiles raw = new Percentiles(raw(folder.resolve("raw.db")));
        Percentiles ours = new Percentiles(ours(folder.resolve("handover.db")));
        List<Result> results = new ArrayList<>();
        results.add(row("p50", raw.millis(0.5), ours.millis(0.5)));
        results.add(row("p99", raw.millis(0.99), ours.millis(0.99)));
        results.add(row("max", raw.millis(1), ours.millis(1)));
        return results;
    }

    private static Result row(String which, double raw, double ours) {
        return Result.sqlite("handover between processes, " + which + "; raw: update + data_version", raw, ours, "ms");
    }

    private List<Long> raw(Path file) throws IOException, SQLException {
        RawSqlite.fill(file, 2);
        List<Long> nanos = new ArrayList<>();
        try (Peer peer = new Peer(file, "raw");
                RawSqlite raw = new RawSqlite(file, true, 0, 1)) {
            peer.ask("ready");
            for (int round = -warmUp; round < rounds; round++) {
                long start = System.nanoTime();
                long seen = raw.version();
                raw.updateFirst();
                if (raw.awaitOther(seen, peer::hasEnded) < 0) {
                    throw new IOException("the other process ended");
                }
                if (round >= 0) {
                    nanos.add((System.nanoTime() - start) / 2); // there and back
                }
            }
        }
        return nanos;
    }

    private List<Long> ours(Path file) throws IOException {
        RawSqlite.fill(file, 1);
        List<Long> nanos = new ArrayList<>();
        try (Node<PlayerData> node = Node.ofPlayers(file, "here", Duration.ofSeconds(30));
                Peer peer = new Peer(file, "datasave")) {
            for (int round = -warmUp / 2; round < rounds / 2; round++) {
                long here = timedLoad(node);
                long there = Long.parseLong(peer.ask("load"));
                if (round >= 0) {
                    nanos.add(here);
                    nanos.add(there);
                }
            }
        }
        return nanos;
    }

    static long timedLoad(Node<PlayerData> node) {
        long start = System.nanoTime();
        var profile = node.load(KEY);
        long took = System.nanoTime() - start;
        profile.update(data -> data.earn(1));
        return took;
    }

    /** The other process, as seen from this one. */
    private static final class Peer implements AutoCloseable {
        private final Process process;
        private final PrintWriter to;
        private final BufferedReader from;

        private Peer(Path file, String kind) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OtherProcess.class.getName(),
                            file.toString(),
                            kind)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            to = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
            from = process.inputReader(StandardCharsets.UTF_8);
        }

        private String ask(String what) throws IOException {
            to.println(what);
            String answer = from.readLine();
            if (answer == null) {
                throw new IOException("the other process ended");
            }
            return answer;
        }

        private boolean hasEnded() {
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
}
