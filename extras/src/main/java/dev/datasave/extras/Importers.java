package dev.datasave.extras;

import dev.datasave.bench.Benchmark;
import dev.datasave.cli.Addition;
import java.util.List;

/** The commands that import, and the benchmark of imports. */
public final class Importers implements Addition {
    /** For the service loader. */
    public Importers() {}

    @Override
    public List<Object> commands() {
        return List.of(new ImportCommand(), new VerifyImportCommand());
    }

    @Override
    public List<Benchmark> benchmarks(int items, int rounds) {
        return List.of(new ImportsBenchmark(items, rounds));
    }
}
