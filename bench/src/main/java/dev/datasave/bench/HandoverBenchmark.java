package dev.datasave.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A profile that goes back and forth between this process and another one: measured when both have just begun, and again when they have run for a while,
 * as game servers do. A young process spends most of a handover on code that Java has not compiled yet. Raw is the least that handing a row over through one file can cost: a
 * conditional update that survives a power cut, and the other process noticing it by the file's data version.
 */
record HandoverBenchmark(int warmUp, int rounds, int warmUpOfLater) implements Benchmark {
    private static final String KEY = RawSqlite.key(0);

    @Override
    public String name() {
        return "handover";
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        List<Percentiles> raw = raw(folder.resolve("raw.db"));
        List<Percentiles> ours = ours(folder.resolve("handover.db"));
        List<Result> results = new ArrayList<>();
        add(results, "between processes", raw.getFirst(), ours.getFirst());
        add(results, "after " + warmUpOfLater, raw.getLast(), ours.getLast());
        return results;
    }

    private static void add(List<Result> results, String where, Percentiles raw, Percentiles ours) {
        results.add(row(where + ", p50", raw.millis(0.5), ours.millis(0.5)));
        results.add(row(where + ", p99", raw.millis(0.99), ours.millis(0.99)));
        results.add(row(where + ", max", raw.millis(1), ours.millis(1)));
    }

    private static Result row(String which, double raw, double ours) {
        return Result.sqlite("handover " + which + "; raw: update + data_version", raw, ours, "ms");
    }

    /** The rounds that are measured early, and those that are measured late, of all that there were. */
    private List<Percentiles> earlyAndLate(List<Long> nanos) {
        return List.of(
                new Percentiles(nanos.subList(warmUp, warmUp + rounds)),
                new Percentiles(nanos.subList(nanos.size() - rounds, nanos.size())));
    }

    private int all() {
        return Math.max(warmUp, warmUpOfLater) + rounds;
    }

    private List<Percentiles> raw(Path file) throws IOException, SQLException {
        RawSqlite.fill(file, 2);
        List<Long> nanos = new ArrayList<>();
        try (OtherEnd peer = OtherEnd.onFile(file, "raw");
                RawSqlite raw = new RawSqlite(file, true, 0, 1)) {
            peer.ask("ready");
            for (int round = 0; round < all(); round++) {
                long start = System.nanoTime();
                long seen = raw.version();
                raw.updateFirst();
                if (raw.awaitOther(seen, peer::hasEnded) < 0) {
                    throw new IOException("the other process ended");
                }
                nanos.add((System.nanoTime() - start) / 2); // there and back
            }
        }
        return earlyAndLate(nanos);
    }

    private List<Percentiles> ours(Path file) throws IOException {
        RawSqlite.fill(file, 1);
        List<Long> nanos = new ArrayList<>();
        try (Node<BenchData> node = Node.ofPlayers(file, "here", Duration.ofSeconds(30));
                OtherEnd peer = OtherEnd.onFile(file, "datasave")) {
            while (nanos.size() < all()) {
                nanos.add(timedLoad(node));
                nanos.add(Long.parseLong(peer.ask("load")));
            }
        }
        return earlyAndLate(nanos);
    }

    static long timedLoad(Node<BenchData> node) {
        long start = System.nanoTime();
        var profile = node.load(KEY);
        long took = System.nanoTime() - start;
        profile.update(data -> data.earn(1));
        return took;
    }
}
