package dev.datasave.bench;

import dev.datasave.Profile;
import dev.datasave.SaveResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Saves per second through the queue, including encoding, next to raw conditional updates; rounds of both alternate. */
record SavesBenchmark(int profiles, int autosaved, int rounds) implements Benchmark {
    private static final int BATCH = 256;

    /** So many rounds are not measured. Servers run for days: in its first seconds, a process still compiles what it runs, on the cores that should save. */
    private static final int WARM_UP = 40;

    @Override
    public String name() {
        return "saves";
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        List<Result> results = new ArrayList<>();
        results.addAll(explicit(folder.resolve("explicit.db"), folder.resolve("explicit-raw.db")));
        results.add(autosaves(folder.resolve("autosave.db"), folder.resolve("autosave-raw.db")));
        return results;
    }

    private List<Result> explicit(Path ourFile, Path rawFile) throws Exception {
        RawSqlite.fill(ourFile, profiles);
        RawSqlite.fill(rawFile, profiles);
        List<Double> single = new ArrayList<>();
        List<Double> batched = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        try (RawSqlite raw = new RawSqlite(rawFile, true, 0, profiles);
                Node<BenchData> node = Node.ofPlayers(ourFile, "saves", Duration.ofHours(1))) {
            List<Profile<BenchData>> loaded = node.load(profiles, RawSqlite::key);
            for (int round = -WARM_UP; round < rounds; round++) {
                double rawSeconds = raw.updateAll(BATCH);
                double ourSeconds = saveAll(loaded);
                if (round >= 0) {
                    batched.add(profiles / rawSeconds);
                    ours.add(profiles / ourSeconds);
                }
            }
            single.add(profiles / raw.updateAll(1));
        }
        double ourRate = Percentiles.median(ours);
        return List.of(
                Result.sqlite(
                        "explicit saves; raw: one per transaction, FULL",
                        Percentiles.median(single),
                        ourRate,
                        "saves/s"),
                Result.sqlite(
                        "explicit saves; raw: batches of 256, FULL", Percentiles.median(batched), ourRate, "saves/s"));
    }

    /** Updates and saves every profile; returns the seconds until everything is durable. */
    static double saveAll(List<Profile<BenchData>> profiles) {
        long start = System.nanoTime();
        List<CompletableFuture<SaveResult>> saves = new ArrayList<>(profiles.size());
        for (Profile<BenchData> profile : profiles) {
            profile.update(data -> data.earn(1));
            saves.add(profile.saveAsync());
        }
        for (CompletableFuture<SaveResult> save : saves) {
            if (!(save.join() instanceof SaveResult.Saved)) {
                throw new IllegalStateException("save: found " + save.join() + ", expected it stored");
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * Changes all profiles at once. Autosave would store them all within its period of one second, so there must be more of them than fit into it.
     */
    private Result autosaves(Path ourFile, Path rawFile) throws Exception {
        RawSqlite.fill(ourFile, autosaved);
        RawSqlite.fill(rawFile, autosaved);
        List<Double> batched = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        try (RawSqlite raw = new RawSqlite(rawFile, false, 0, autosaved);
                Node<BenchData> node = Node.ofPlayers(ourFile, "saves", Duration.ofSeconds(1))) {
            List<Profile<BenchData>> loaded = node.load(autosaved, RawSqlite::key);
            for (int round = -2; round < Math.min(rounds, 3); round++) {
                double rawSeconds = raw.updateAll(BATCH);
                double ourSeconds = awaitAutosaves(node.storage(), loaded);
                if (round >= 0) {
                    batched.add(autosaved / rawSeconds);
                    ours.add(autosaved / ourSeconds);
                }
            }
        }
        return Result.sqlite(
                "autosaves; raw: batches of 256, NORMAL",
                Percentiles.median(batched),
                Percentiles.median(ours),
                "saves/s");
    }

    private static double awaitAutosaves(CountingStorage storage, List<Profile<BenchData>> profiles) {
        long goal = storage.profileWrites().sum() + profiles.size();
        long start = System.nanoTime();
        for (Profile<BenchData> profile : profiles) {
            profile.update(data -> data.earn(1));
        }
        long deadline = start + TimeUnit.MINUTES.toNanos(1);
        while (storage.profileWrites().sum() < goal) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("autosaves: found "
                        + (goal - storage.profileWrites().sum()) + " missing after a minute, expected none");
            }
            LockSupport.parkNanos(1_000_000);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
