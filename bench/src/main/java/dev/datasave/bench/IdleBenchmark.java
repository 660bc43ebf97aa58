package dev.datasave.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * The cost of loaded profiles that nobody touches: heap beyond their data, writes, processor time.
 *
 * @param profiles how many
 * @param watched how long writes and processor time are counted
 * @param settling the work that loading left behind is done when no profile was written for so long
 */
record IdleBenchmark(int profiles, Duration watched, Duration settling) implements Benchmark {

    /** Small immutable data, so that many profiles fit into the heap. */
    record Fixed(long money, String name, List<String> owned) {
        static Fixed of(int number) {
            return new Fixed(number, "player " + number, List.of("sword", "shield", "bow " + number));
        }
    }

    /** The same data as a class with fields. */
    static final class Changing {
        long money;
        String name = "";
        List<String> owned = new ArrayList<>();

        static Changing of(int number) {
            Changing data = new Changing();
            data.money = number;
            data.name = "player " + number;
            data.owned.addAll(List.of("sword", "shield", "bow " + number));
            return data;
        }
    }

    private record Idle(double heapBytes, double engineWrites, double profileWrites, double cpuPercent) {}

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<Result> run(Path folder) throws Exception {
        Idle nothing = measure(folder.resolve("nothing.db"), Fixed.class, Fixed::of, 0);
        Idle fixed = measure(folder.resolve("fixed.db"), Fixed.class, Fixed::of, profiles);
        double fixedData = heapOf(Fixed::of);
        Idle changing = measure(folder.resolve("changing.db"), Changing.class, Changing::of, profiles);
        double changingData = heapOf(Changing::of);
        String many = String.format(Locale.ROOT, "%,d idle profiles", profiles);
        String writes = "writes in "
                + BigDecimal.valueOf(watched.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
        return List.of(
                Result.sqlite(
                        many + ", immutable: heap of each beyond data; raw: data",
                        fixedData,
                        fixed.heapBytes - fixedData,
                        "bytes"),
                Result.sqlite(
                        many + ", mutable: heap of each beyond data; raw: data",
                        changingData,
                        changing.heapBytes - changingData,
                        "bytes"),
                Result.sqlite(
                        many + ": heartbeat writes; raw: none loaded",
                        nothing.engineWrites,
                        fixed.engineWrites,
                        writes),
                Result.sqlite(many + ", immutable: other writes", 0, fixed.profileWrites, writes),
                Result.sqlite(many + ", mutable: other writes", 0, changing.profileWrites, writes),
                Result.sqlite(
                        many + ", immutable: processor; raw: none loaded",
                        nothing.cpuPercent,
                        fixed.cpuPercent,
                        "% of a core"),
                Result.sqlite(
                        many + ", mutable: processor; raw: none loaded",
                        nothing.cpuPercent,
                        changing.cpuPercent,
                        "% of a core"));
    }

    private <T> Idle measure(Path file, Class<T> type, IntFunction<T> template, int count) throws InterruptedException {
        int[] next = {0};
        try (Node<T> node =
                new Node<>(file, "idle", type, () -> template.apply(number(next)), Duration.ofSeconds(30))) {
            double heap = heapOf(node, count);
            settle(node.storage());
            long engine = node.storage().engineWrites().sum();
            long profile = node.storage().profileWrites().sum();
            long cpu = cpuNanos();
            long start = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(watched.toNanos());
            double cpuShare = 100.0 * (cpuNanos() - cpu) / (System.nanoTime() - start);
            return new Idle(
                    heap,
                    node.storage().engineWrites().sum() - engine,
                    node.storage().profileWrites().sum() - profile,
                    cpuShare);
        }
    }

    private double heapOf(Node<?> node, int count) throws InterruptedException {
        node.load(RawSqlite.key(0));
        long before = usedHeap();
        node.load(count, i -> RawSqlite.key(i + 1)); // only the engine keeps them
        return count == 0 ? 0 : (double) (usedHeap() - before) / count;
    }

    /** The heap of one idle profile of immutable data, beyond its data. */
    double heapBeyondData(Path file) throws InterruptedException {
        int[] next = {0};
        try (Node<Fixed> node =
                new Node<>(file, "idle", Fixed.class, () -> Fixed.of(number(next)), Duration.ofSeconds(30))) {
            return heapOf(node, profiles) - heapOf(Fixed::of);
        }
    }

    private static int number(int[] next) {
        synchronized (next) {
            return next[0]++;
        }
    }

    private void settle(CountingStorage storage) throws InterruptedException {
        long before;
        do {
            before = storage.profileWrites().sum();
            TimeUnit.NANOSECONDS.sleep(settling.toNanos());
        } while (storage.profileWrites().sum() != before);
    }

    private <T> double heapOf(IntFunction<T> template) throws InterruptedException {
        List<T> data = new ArrayList<>(profiles);
        long before = usedHeap();
        try {
            for (int i = 0; i < profiles; i++) {
                data.add(template.apply(i));
            }
            return (double) (usedHeap() - before) / profiles;
        } finally {
            Reference.reachabilityFence(data);
        }
    }

    private long usedHeap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.NANOSECONDS.sleep(settling.toNanos() / 10);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
