package dev.datasave.bench;

import java.nio.file.Path;
import java.util.List;

/** One benchmark: its name and its results. */
interface Benchmark {
    String name();

    /** Measures in an empty folder, which is removed afterwards. */
    List<Result> run(Path folder) throws Exception;
}
