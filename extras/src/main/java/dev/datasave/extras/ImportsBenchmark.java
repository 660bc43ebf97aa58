package dev.datasave.extras;

import dev.datasave.bench.Benchmark;
import dev.datasave.bench.Percentiles;
import dev.datasave.bench.Result;
import dev.datasave.importing.ImportReport;
import dev.datasave.importing.ImportReport.Outcome;
import dev.datasave.importing.ProfileImport;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rate of imports, next to reading the same source by its library alone and inserting as many states into the same tables; rounds of both alternate. */
record ImportsBenchmark(int items, int rounds) implements Benchmark {
    @Override
    public String name() {
        return "imports";
    }

    @Override
    public List<Result> run(Path folder) throws IOException, SQLException {
        List<Result> results = new ArrayList<>();
        for (SampleSource.Kind kind : SampleSource.Kind.values()) {
            SampleSource source = SampleSource.write(kind, Files.createDirectory(folder.resolve(kind.name())), items);
            List<Double> raw = new ArrayList<>();
            List<Double> ours = new ArrayList<>();
            for (int round = -1; round < rounds; round++) {
                double rawSeconds = raw(source, target(folder, kind + "-raw" + round));
                double ourSeconds = ours(source, target(folder, kind + "-ours" + round));
                if (round >= 0) {
                    raw.add(items / rawSeconds);
                    ours.add(items / ourSeconds);
                }
            }
            String what = String.format(Locale.ROOT, "import of %,d %s", items, kind.words());
            results.add(Result.sqlite(what, Percentiles.median(raw), Percentiles.median(ours), "/s"));
        }
        return results;
    }

    /** A new storage. It is made before the time counts. */
    private static Path target(Path folder, String name) {
        Path file = folder.resolve(name + ".db");
        SqlStorage.sqlite(file).close();
        return file;
    }

    private double raw(SampleSource source, Path target) throws IOException, SQLException {
        long start = System.nanoTime();
        long stored;
        try (RawStates states = new RawStates(target)) {
            source.readRaw(states);
            stored = states.finish();
        }
        return seconds(start, stored, target);
    }

    private double ours(SampleSource source, Path target) throws IOException {
        long start = System.nanoTime();
        ImportReport report;
        try (Storage storage = SqlStorage.sqlite(target)) {
            report = ProfileImport.of(source.open(), storage, RawStates.STORE).run();
        }
        return seconds(start, report.count(Outcome.WRITTEN), target);
    }

    private double seconds(long start, long stored, Path target) throws IOException {
        double seconds = (System.nanoTime() - start) / 1e9;
        if (stored != items) {
            throw new IllegalStateException("import to " + target + ": found " + stored + " states, expected " + items);
        }
        Files.delete(target);
        return seconds;
    }
}
