package dev.datasave.bench;

import com.google.gson.Gson;
import dev.datasave.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** What players cost a database: how much they store, and how many calls their server makes when they join, play and leave. */
record SizingBenchmark(int players, Duration autosave, Duration playing) implements Benchmark {
    @Override
    public String name() {
        return "sizing";
    }

    /** What was counted up to a moment. */
    private record Counted(long writeCalls, long entries, long readCalls, long bytes) {
        static Counted of(Node<?> node, Path file) throws IOException {
            CountingStorage storage = node.storage();
            return new Counted(
                    storage.writeCalls().sum(),
                    storage.profileWrites().sum(),
                    storage.readCalls().sum(),
                    Files.size(file));
        }
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        Path file = folder.resolve("sizing.db");
        List<Result> results = new ArrayList<>();
        try (Node<BenchData> node = Node.ofPlayers(file, "sizing", autosave)) {
            Counted empty = Counted.of(node, file);
            List<Profile<BenchData>> all = node.load(players, RawSqlite::key);
            Counted joined = Counted.of(node, file);
            results.addAll(calls(" join", empty, joined, 1));
            double minutes = play(all);
            Counted played = Counted.of(node, file);
            results.addAll(calls(", each changing all the time, for a minute", joined, played, minutes));
            List<CompletableFuture<?>> left = new ArrayList<>();
            all.forEach(profile -> left.add(profile.releaseAsync()));
            left.forEach(CompletableFuture::join);
            results.addAll(calls(" leave", played, Counted.of(node, file), 1));
        }
        results.add(Result.sqlite(
                of(" stored, and their history of this run; raw: their JSON"),
                json() / 1e6,
                Files.size(file) / 1e6,
                "MB"));
        return results;
    }

    /** Every profile is changed ten times a period of autosaves. Returns for how many minutes. */
    private double play(List<Profile<BenchData>> all) {
        long begun = System.nanoTime();
        long next = begun;
        while (System.nanoTime() - begun < playing.toNanos()) {
            all.forEach(profile -> profile.update(data -> data.earn(1)));
            next += autosave.toNanos() / 10;
            LockSupport.parkNanos(Math.max(1, next - System.nanoTime()));
        }
        return (System.nanoTime() - begun) / 6e10;
    }

    private List<Result> calls(String what, Counted before, Counted after, double minutes) {
        return List.of(
                figure(of(what + ": calls that write"), after.writeCalls - before.writeCalls, minutes, "calls"),
                figure(of(what + ": profiles written"), after.entries - before.entries, minutes, "writes"),
                figure(of(what + ": calls that read"), after.readCalls - before.readCalls, minutes, "calls"));
    }

    private static Result figure(String metric, long count, double minutes, String unit) {
        return Result.sqlite(metric, 0, count / minutes, unit);
    }

    private String of(String what) {
        return String.format(Locale.ROOT, "%,d players%s", players, what);
    }

    private double json() {
        Gson gson = new Gson();
        double bytes = 0;
        for (int i = 0; i < players; i++) {
            bytes += gson.toJson(BenchData.of(0)).getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
