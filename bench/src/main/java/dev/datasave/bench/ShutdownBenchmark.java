package dev.datasave.bench;

import dev.datasave.CloseReport;
import dev.datasave.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The time that a full server takes to close: it saves and releases every profile, each of them changed, and a power cut can't undo that. */
record ShutdownBenchmark(int profiles, int rounds) implements Benchmark {
    /** A server that is shut down has run for long; here other servers have, in the same process. */
    private static final int WARM_UP = 6;

    @Override
    public String name() {
        return "shutdown";
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        Path ourFile = folder.resolve("shutdown.db");
        Path rawFile = folder.resolve("shutdown-raw.db");
        RawSqlite.fill(ourFile, profiles);
        RawSqlite.fill(rawFile, profiles);
        List<Double> rawSeconds = new ArrayList<>();
        List<Double> ourSeconds = new ArrayList<>();
        try (RawSqlite raw = new RawSqlite(rawFile, true, 0, profiles)) {
            for (int round = -WARM_UP; round < rounds; round++) {
                double rawTook = raw.updateAll(256);
                double ourTook = close(ourFile);
                if (round >= 0) {
                    rawSeconds.add(rawTook);
                    ourSeconds.add(ourTook);
                }
            }
        }
        return List.of(Result.sqlite(
                String.format(
                        java.util.Locale.ROOT,
                        "%,d profiles released at shutdown; raw: batches of 256, FULL",
                        profiles),
                Percentiles.median(rawSeconds),
                Percentiles.median(ourSeconds),
                "s"));
    }

    private double close(Path file) throws InterruptedException {
        try (Node<BenchData> node = Node.ofPlayers(file, "shutdown", Duration.ofHours(1))) {
            for (Profile<BenchData> profile : node.load(profiles, RawSqlite::key)) {
                profile.update(data -> data.earn(1));
            }
            long start = System.nanoTime();
            CloseReport report = node.dataSave().closeAsync().join();
            if (!report.isClean() || report.released() != profiles) {
                throw new IllegalStateException("shutdown: found " + report.released() + " released, "
                        + report.notSaved().size() + " not saved, expected all " + profiles + " saved");
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
