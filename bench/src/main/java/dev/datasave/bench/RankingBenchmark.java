package dev.datasave.bench;

import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.Paging;
import dev.datasave.Ranking;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

/** Questions to a ranking of many entries with small values, next to the same questions in plain SQL; both alternate. */
record RankingBenchmark(int ranked, int rounds) implements Benchmark {
    private static final Ranking.Range ALL = Ranking.Range.all();

    @Override
    public String name() {
        return "ranking";
    }

    /** One question, asked in both ways. Both must answer the same number. */
    private record Question(String metric, Callable<Long> raw, Callable<Long> ours) {
        private Result measure(int rounds) throws Exception {
            List<Double> raws = new ArrayList<>();
            List<Double> all = new ArrayList<>();
            for (int round = -3; round < rounds; round++) {
                long start = System.nanoTime();
                long expected = raw.call();
                long between = System.nanoTime();
                long found = ours.call();
                long end = System.nanoTime();
                if (found != expected) {
                    throw new IllegalStateException(metric + ": found " + found + ", expected " + expected);
                }
                if (round >= 0) {
                    raws.add((between - start) / 1e6);
                    all.add((end - between) / 1e6);
                }
            }
            return Result.sqlite(metric, Percentiles.median(raws), Percentiles.median(all), "ms");
        }
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        Path file = folder.resolve("ranked.db");
        fill(file);
        List<Result> results = new ArrayList<>();
        try (RawRanking raw = new RawRanking(file);
                DataSave dataSave = DataSave.builder(SqlStorage.sqlite(file)).build()) {
            DataStore<Long> store = dataSave.dataStore(
                    RawSqlite.STORE,
                    Long.class,
                    DataStoreOptions.<Long>defaults().rankedBy(Long::longValue));
            for (Question question : questions(raw, store)) {
                results.add(question.measure(rounds));
            }
        }
        return results;
    }

    private List<Question> questions(RawRanking raw, DataStore<Long> store) throws SQLException {
        String first = raw.keyAt(Math.min(ranked, 1000));
        String middle = raw.keyAt((ranked + 1) / 2);
        String last = raw.keyAt(ranked);
        String of = String.format(Locale.ROOT, " of %,d", ranked);
        return List.of(
                new Question("top 100" + of, () -> raw.top(100), () -> (long)
                        store.topAsync(ALL, Paging.first(100)).join().items().size()),
                rank(String.format(Locale.ROOT, "rank %,d", Math.min(ranked, 1000)) + of, raw, store, first),
                rank("rank in the middle" + of, raw, store, middle),
                rank("rank at the end" + of, raw, store, last),
                new Question(
                        "5 before and 5 after the middle" + of,
                        () -> raw.around(middle, 5),
                        () -> store.rankingAroundAsync(middle, 5, 5)
                                .join()
                                .getFirst()
                                .rank()),
                new Question(
                        "count" + of,
                        raw::count,
                        () -> store.rankedCountAsync(ALL).join()));
    }

    private static Question rank(String metric, RawRanking raw, DataStore<Long> store, String key) {
        return new Question(
                metric, () -> raw.rank(key), () -> store.rankAsync(key).join().orElseThrow());
    }

    private void fill(Path file) {
        Random random = new Random(1);
        try (Storage storage = SqlStorage.sqlite(file)) {
            List<Write> batch = new ArrayList<>();
            for (int i = 0; i < ranked; i++) {
                long points = random.nextInt(10_000_000);
                Content content =
                        new Content(Long.toString(points), Set.of(), Map.of(), null, Content.Score.of(points), "{}");
                EntryId id = new EntryId(RawSqlite.STORE, RawSqlite.key(i));
                batch.add(Write.put(id, Optional.empty(), "w", content));
                if (batch.size() == 256 || i == ranked - 1) {
                    storage.write(batch, Atomicity.EACH);
                    batch.clear();
                }
            }
        }
    }
}
