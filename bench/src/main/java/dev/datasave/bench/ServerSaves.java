package dev.datasave.bench;

import dev.datasave.HistoryPolicy;
import dev.datasave.Profile;
import java.util.ArrayList;
import java.util.List;

/**
 * Saves per second through the queue, including encoding, next to raw conditional updates; rounds of both alternate. Once with the standard history, which
 * keeps few of so many revisions, next to updates that keep none; once with every revision kept by both.
 */
final class ServerSaves extends OnServer {
    private static final int BATCH = 256;
    private static final int LANES = 4;
    private static final int WARM_UP = 30;

    private final int profiles;
    private final int rounds;

    ServerSaves(String url, int profiles, int rounds) {
        super(url);
        this.profiles = profiles;
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return "saves";
    }

    @Override
    List<Result> run() throws Exception {
        List<Result> results = new ArrayList<>();
        ServerTables tables = filled();
        try (RawServer raw = RawServer.of(tables, profiles, LANES)) {
            results.addAll(measure("explicit saves", raw, HistoryPolicy.standard(), false));
            results.addAll(measure("saves with all history", raw, HistoryPolicy.everything(), true));
        }
        return results;
    }

    private ServerTables filled() {
        ServerTables tables = tables();
        tables.fill(profiles);
        return tables;
    }

    private List<Result> measure(String what, RawServer raw, HistoryPolicy history, boolean keeps) throws Exception {
        List<Double> one = new ArrayList<>();
        List<Double> four = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        long work = 0;
        long calls = 0;
        ServerTables our = filled();
        try (Node<BenchData> node = Node.ofPlayers(our.open(), "saves", history)) {
            List<Profile<BenchData>> loaded = node.load(profiles, RawSqlite::key);
            for (int round = -WARM_UP; round < rounds; round++) {
                double singleSeconds = raw.updateAll(BATCH, 1, keeps);
                double severalSeconds = raw.updateAll(BATCH, LANES, keeps);
                long workBefore = our.work();
                long callsBefore = node.storage().writeCalls().sum();
                double ourSeconds = SavesBenchmark.saveAll(loaded);
                if (round >= 0) {
                    calls += node.storage().writeCalls().sum() - callsBefore;
                    work += our.work() - workBefore - 1; // without the question
                    one.add(profiles / singleSeconds);
                    four.add(profiles / severalSeconds);
                    ours.add(profiles / ourSeconds);
                }
            }
        }
        double rate = Percentiles.median(ours);
        double saves = (double) profiles * rounds;
        String product = our.product();
        return List.of(
                Result.of(product, what + "; raw: batches of 256", Percentiles.median(one), rate, "saves/s"),
                Result.of(product, what + "; raw: the same, 4 connections", Percentiles.median(four), rate, "saves/s"),
                Result.of(product, what + ": calls of the storage", 0, calls / saves, "calls/save"),
                Result.of(
                        product,
                        what + ": work of the server",
                        0,
                        work / saves,
                        our.isPostgres() ? "transactions/save" : "statements/save"));
    }
}
