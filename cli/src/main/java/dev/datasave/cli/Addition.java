package dev.datasave.cli;

import dev.datasave.bench.Benchmark;
import java.util.List;

/** More commands, and more benchmarks. A service: the module {@code extras} has it, with the libraries that these take. */
public interface Addition {
    /** Makes the commands, each an object with picocli's {@code Command}. */
    List<Object> commands();

    /**
     * Makes the benchmarks; none unless overridden.
     *
     * @param items how much each of them measures with
     * @param rounds how often each of them measures
     */
    default List<Benchmark> benchmarks(int items, int rounds) {
        return List.of();
    }
}
