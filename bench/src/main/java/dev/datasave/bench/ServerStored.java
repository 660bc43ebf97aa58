package dev.datasave.bench;

import dev.datasave.HistoryPolicy;
import dev.datasave.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The cost of a save when many profiles are stored, next to its cost when few are; rounds of both alternate. */
final class ServerStored extends OnServer {
    private final int few;
    private final int many;
    private final int rounds;

    ServerStored(String url, int few, int many, int rounds) {
        super(url);
        this.few = few;
        this.many = many;
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return "stored";
    }

    @Override
    List<Result> run() throws Exception {
        ServerTables small = tables();
        ServerTables large = tables();
        small.fill(few);
        large.fill(many);
        List<Double> fewMicros = new ArrayList<>();
        List<Double> manyMicros = new ArrayList<>();
        try (Node<BenchData> a = Node.ofPlayers(small.open(), "few", HistoryPolicy.standard());
                Node<BenchData> b = Node.ofPlayers(large.open(), "many", HistoryPolicy.standard())) {
            List<Profile<BenchData>> inFew = a.load(few, RawSqlite::key);
            List<Profile<BenchData>> inMany = b.load(few, i -> RawSqlite.key(i * (many / few)));
            for (int round = -5; round < rounds; round++) {
                double fewSeconds = SavesBenchmark.saveAll(inFew);
                double manySeconds = SavesBenchmark.saveAll(inMany);
                if (round >= 0) {
                    fewMicros.add(fewSeconds * 1e6 / few);
                    manyMicros.add(manySeconds * 1e6 / few);
                }
            }
        }
        return List.of(Result.of(
                small.product(),
                String.format(Locale.ROOT, "a save at %,d stored profiles; raw: ours at %,d", many, few),
                Percentiles.median(fewMicros),
                Percentiles.median(manyMicros),
                "us"));
    }
}
