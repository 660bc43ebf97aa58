package dev.datasave.bench;

import java.nio.file.Path;
import java.util.List;

/** One benchmark: what it is called, and what it finds. */
interface Benchmark {
    String name();

    /** Measures in an empty folder that is removed afterwards. */
    List<Result> run(Path folder) throws Exception;
}
