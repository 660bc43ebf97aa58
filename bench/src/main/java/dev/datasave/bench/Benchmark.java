package dev.datasave.bench;

import java.nio.file.Path;
import java.util.List;

/** One benchmark: its name and its results. */
public interface Benchmark {
    /** What {@code --only} calls it. */
    String name();

    /**
     * Measures in an empty folder, which is removed afterwards.
     *
     * @throws Exception if anything that is measured fails
     */
    List<Result> run(Path folder) throws Exception;
}
