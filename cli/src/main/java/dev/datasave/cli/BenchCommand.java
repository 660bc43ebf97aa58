package dev.datasave.cli;

import dev.datasave.bench.Benchmarks;
import dev.datasave.bench.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures DataSave next to the raw limit of SQLite in the same run. Takes some minutes.")
final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "One of saves, handover, idle, shutdown, stored, ranking.")
    private @Nullable String only;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to this file.")
    private @Nullable Path json;

    @Option(
            names = "--stored",
            paramLabel = "N",
            description =
                    "How many stored profiles to compare with 1000. A million takes 4 GB of disk and some minutes.")
    private int stored = 100_000;

    @Option(
            names = "--ranked",
            paramLabel = "N",
            description = "How many entries to rank. A million takes 0.5 GB of disk and half a minute to fill.")
    private int ranked = 1_000_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        CommandLine line = spec.commandLine();
        List<Result> results;
        try {
            results = Benchmarks.standard(stored, ranked)
                    .run(Optional.ofNullable(only), name -> line.getErr().println("measuring " + name + " ..."));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(line, String.valueOf(e.getMessage()), e);
        }
        line.getOut().println(Result.head());
        results.forEach(result -> line.getOut().println(result.line()));
        if (json != null) {
            Files.writeString(json, Result.json(results));
        }
        return 0;
    }
}
