package dev.datasave.bench;

import com.sun.management.ThreadMXBean;
import dev.datasave.Profile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What saves and handovers cost in bytes and calls, which do not depend on how busy the machine is. */
record CostsBenchmark(int profiles, int rounds, int handovers) implements Benchmark {
    private static final int WARM_UP = 5;

    /** Calls of the storage by both servers, for one handover. */
    record Handover(double writes, double reads) {}

    /** Bytes allocated for one save, by all threads. */
    record Save(double rawBytes, double bytes) {}

    @Override
    public String name() {
        return "costs";
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        Save save = save(folder.resolve("costs.db"), folder.resolve("costs-raw.db"));
        Handover handover = handover(folder.resolve("costs-handover.db"));
        return List.of(
                Result.sqlite("a save: allocated; raw: encoding and JDBC", save.rawBytes, save.bytes, "bytes"),
                Result.sqlite("a handover: calls that write; raw: update", 1, handover.writes, "calls"),
                Result.sqlite("a handover: calls that read; raw: data_version", 1, handover.reads, "calls"));
    }

    Save save(Path ourFile, Path rawFile) throws Exception {
        RawSqlite.fill(ourFile, profiles);
        RawSqlite.fill(rawFile, profiles);
        List<Double> rawBytes = new ArrayList<>();
        List<Double> ourBytes = new ArrayList<>();
        try (RawSqlite raw = new RawSqlite(rawFile, true, 0, profiles);
                Node<BenchData> node = Node.ofPlayers(ourFile, "costs", Duration.ofHours(1))) {
            List<Profile<BenchData>> loaded = node.load(profiles, RawSqlite::key);
            for (int round = -WARM_UP; round < rounds; round++) {
                long begun = allocated();
                raw.updateAll(256);
                long between = allocated();
                SavesBenchmark.saveAll(loaded);
                long ended = allocated();
                if (round >= 0) {
                    rawBytes.add((double) (between - begun) / profiles);
                    ourBytes.add((double) (ended - between) / profiles);
                }
            }
        }
        return new Save(Percentiles.median(rawBytes), Percentiles.median(ourBytes));
    }

    /** Back and forth between two servers of this process. Heartbeats come in between: the median handover has none. */
    Handover handover(Path file) {
        RawSqlite.fill(file, 1);
        List<Double> writes = new ArrayList<>();
        List<Double> reads = new ArrayList<>();
        try (Node<BenchData> here = Node.ofPlayers(file, "here", Duration.ofMinutes(10));
                Node<BenchData> there = Node.ofPlayers(file, "there", Duration.ofMinutes(10))) {
            HandoverBenchmark.timedLoad(there);
            for (int i = 0; i < handovers; i++) {
                long writesBefore = here.storage().writeCalls().sum()
                        + there.storage().writeCalls().sum();
                long readsBefore = here.storage().readCalls().sum()
                        + there.storage().readCalls().sum();
                HandoverBenchmark.timedLoad(i % 2 == 0 ? here : there);
                writes.add((double) here.storage().writeCalls().sum()
                        + there.storage().writeCalls().sum()
                        - writesBefore);
                reads.add((double) here.storage().readCalls().sum()
                        + there.storage().readCalls().sum()
                        - readsBefore);
            }
        }
        return new Handover(Percentiles.median(writes), Percentiles.median(reads));
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }
}
