package dev.datasave.bench;

import dev.datasave.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The cost of a save when many profiles are stored, next to its cost when few are; rounds of both alternate. */
record StoredBenchmark(int few, int many, int rounds) implements Benchmark {
    @Override
    public String name() {
        return "stored";
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        Path small = folder.resolve("few.db");
        Path large = folder.resolve("many.db");
        RawSqlite.fill(small, few);
        RawSqlite.fill(large, many);
        int stride = many / few;
        List<Double> fewMicros = new ArrayList<>();
        List<Double> manyMicros = new ArrayList<>();
        try (Node<BenchData> a = Node.ofPlayers(small, "few", Duration.ofHours(1));
                Node<BenchData> b = Node.ofPlayers(large, "many", Duration.ofHours(1))) {
            List<Profile<BenchData>> inFew = a.load(few, RawSqlite::key);
            List<Profile<BenchData>> inMany = b.load(few, i -> RawSqlite.key(i * stride));
            for (int round = -5; round < rounds; round++) {
                double fewSeconds = SavesBenchmark.saveAll(inFew);
                double manySeconds = SavesBenchmark.saveAll(inMany);
                if (round >= 0) {
                    fewMicros.add(fewSeconds * 1e6 / few);
                    manyMicros.add(manySeconds * 1e6 / few);
                }
            }
        }
        String compared = String.format(Locale.ROOT, "%,d stored profiles; raw: ours at %,d", many, few);
        return List.of(
                Result.sqlite(
                        "a save at " + compared, Percentiles.median(fewMicros), Percentiles.median(manyMicros), "us"),
                Result.sqlite(
                        "size of the file with " + compared, Files.size(small) / 1e6, Files.size(large) / 1e6, "MB"));
    }
}
