package dev.datasave.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All benchmarks, by name. Not thread-safe: two that run at once would measure each other. */
public final class Benchmarks {
    private final List<Benchmark> all;

    Benchmarks(List<Benchmark> all) {
        this.all = List.copyOf(all);
    }

    /**
     * The project's benchmarks on SQLite.
     *
     * @param stored how many profiles the benchmark {@code stored} compares with 1,000, and how many {@code copy} copies, and
     *     how many {@code operating} compares with a tenth of them: 1,000 to 10,000,000
     * @param ranked how many entries the benchmark {@code ranking} ranks: 1,000 to 10,000,000
     * @throws IllegalArgumentException if one of them is out of range
     */
    public static Benchmarks standard(int stored, int ranked) {
        check("stored profiles", stored);
        check("ranked entries", ranked);
        return new Benchmarks(List.of(
                new SavesBenchmark(2000, 60_000, 15),
                new HandoverBenchmark(200, 1000, 4000),
                new CostsBenchmark(2000, 11, 400),
                new IdleBenchmark(100_000, Duration.ofSeconds(10), Duration.ofSeconds(2)),
                new ShutdownBenchmark(10_000, 3),
                new StoredBenchmark(1000, stored, 25),
                new RankingBenchmark(ranked, 25),
                new CopyBenchmark(stored, 3),
                new OperatingBenchmark(stored / 10, stored, 100),
                new SizingBenchmark(1000, Duration.ofSeconds(30), Duration.ofSeconds(90))));
    }

    /**
     * The project's benchmarks on a database server: {@code saves}, {@code handover}, {@code idle}, {@code shutdown} and {@code stored}. Their tables are
     * new ones with names of their own, and are removed afterwards.
     *
     * @param url its JDBC URL: PostgreSQL, MariaDB or MySQL
     * @param stored as of {@link #standard}
     * @throws IllegalArgumentException if the number is out of range, or the URL is of another database
     */
    public static Benchmarks onServer(String url, int stored) {
        check("stored profiles", stored);
        checkUrl(url);
        return new Benchmarks(List.of(
                new ServerSaves(url, 2000, 15),
                new ServerHandover(url, 200, 400, 3000),
                new ServerIdle(url, 20_000, Duration.ofSeconds(15), Duration.ofSeconds(30)),
                new ServerCrowds(url, 1000, 10_000, 3),
                new ServerStored(url, 1000, stored, 15)));
    }

    /** All but {@code copy} on SQLite, so small that they show within seconds that everything works; the figures say nothing. */
    public static Benchmarks quick() {
        return new Benchmarks(List.of(
                new SavesBenchmark(20, 20, 1),
                new HandoverBenchmark(2, 4, 6),
                new CostsBenchmark(20, 1, 5),
                new IdleBenchmark(10, Duration.ofMillis(100), Duration.ofMillis(200)),
                new ShutdownBenchmark(20, 1),
                new StoredBenchmark(5, 10, 1),
                new RankingBenchmark(300, 1),
                new OperatingBenchmark(100, 1000, 1),
                new SizingBenchmark(20, Duration.ofSeconds(1), Duration.ofSeconds(2))));
    }

    /**
     * Those on a database server, as small as {@link #quick}.
     *
     * @throws IllegalArgumentException if the URL is of another database
     */
    public static Benchmarks onServerQuickly(String url) {
        checkUrl(url);
        return new Benchmarks(List.of(
                new ServerSaves(url, 20, 1),
                new ServerHandover(url, 2, 4, 6),
                new ServerIdle(url, 10, Duration.ofMillis(100), Duration.ofMillis(200)),
                new ServerCrowds(url, 20, 20, 1),
                new ServerStored(url, 5, 10, 1)));
    }

    /** These and more, in this order. */
    public Benchmarks and(List<Benchmark> more) {
        return new Benchmarks(Stream.concat(all.stream(), more.stream()).toList());
    }

    private static void checkUrl(String url) {
        if (!url.matches("jdbc:(postgresql|mariadb|mysql):.*")) {
            throw new IllegalArgumentException("JDBC URL: found another one than of PostgreSQL, MariaDB or MySQL");
        }
    }

    private static void check(String what, int number) {
        if (number < 1000 || number > 10_000_000) {
            throw new IllegalArgumentException(what + ": found " + number + ", expected 1000 to 10000000");
        }
    }

    /** The names of all benchmarks, in the order in which they run. */
    public List<String> names() {
        return all.stream().map(Benchmark::name).toList();
    }

    /**
     * The results of one benchmark, or of all.
     *
     * @param begins gets the name of each benchmark before it runs
     * @throws IllegalArgumentException if no benchmark has that name
     * @throws IOException if its files can't be written, or if another process that it needs ends
     */
    public List<Result> run(Optional<String> only, Consumer<String> begins) throws IOException {
        check(only);
        List<Result> results = new ArrayList<>();
        for (Benchmark benchmark : all) {
            if (only.isEmpty() || only.get().equals(benchmark.name())) {
                begins.accept(benchmark.name());
                results.addAll(run(benchmark));
            }
        }
        return results;
    }

    /**
     * Checks the name of a benchmark.
     *
     * @throws IllegalArgumentException if none has it
     */
    public void check(Optional<String> only) {
        if (only.isPresent() && !names().contains(only.get())) {
            throw new IllegalArgumentException(
                    "benchmark: found " + only.get() + ", expected one of " + String.join(", ", names()));
        }
    }

    private static List<Result> run(Benchmark benchmark) throws IOException {
        Path folder = Files.createTempDirectory("datasave-bench");
        try {
            return benchmark.run(folder);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("benchmark " + benchmark.name() + ": found " + e, e);
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
