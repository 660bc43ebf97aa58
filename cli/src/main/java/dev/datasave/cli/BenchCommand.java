package dev.datasave.cli;

import dev.datasave.bench.Benchmark;
import dev.datasave.bench.Benchmarks;
import dev.datasave.bench.Comparison;
import dev.datasave.bench.Result;
import dev.datasave.bench.SideBySide;
import dev.datasave.cli.database.DatabaseKind;
import dev.datasave.cli.database.Folder;
import dev.datasave.cli.database.Place;
import dev.datasave.cli.database.StartedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
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
        description =
                "Measures DataSave next to the raw limit of the same database in the same run. Takes some minutes.")
final class BenchCommand implements Callable<Integer> {
    private static final int QUICK_ITEMS = 100;
    private static final int ROUNDS = 3;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description =
                    "One of saves, handover, costs, idle, shutdown, stored, ranking, copy, operating, sizing, imports; on a database server one of"
                            + " saves, handover, idle, shutdown, stored.")
    private @Nullable String only;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to this file.")
    private @Nullable Path json;

    @Option(
            names = "--stored",
            paramLabel = "N",
            description =
                    "How many stored profiles to compare with 1000 (operating: with a tenth of them), and how many to copy; a tenth of them are imported. A million takes 4 GB of disk and some minutes.")
    private int stored = 100_000;

    @Option(
            names = "--ranked",
            paramLabel = "N",
            description = "How many entries to rank. A million takes 0.3 GB of disk and half a minute to fill.")
    private int ranked = 1_000_000;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "Compare this build with another checkout of DataSave: run the benchmarks of both in turn.")
    private @Nullable Path against;

    @Option(
            names = "--storage",
            paramLabel = "KIND",
            description =
                    "What to measure: ${COMPLETION-CANDIDATES}. A database server is started, and removed afterwards.")
    private DatabaseKind storage = DatabaseKind.SQLITE;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description =
                    "A database server of yours instead. The tables are new ones, and are removed afterwards. Others on this"
                            + " machine can read a password in it; the variable " + Place.URL_VARIABLE
                            + " keeps it from them.",
            defaultValue = "${env:" + Place.URL_VARIABLE + ":-}",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private String jdbcUrl = "";

    @Option(names = "--rounds", paramLabel = "N", description = "How often both run, with --against.")
    private int rounds = 5;

    @Option(names = "--quick", description = "Show within a minute that everything works. The figures say nothing.")
    private boolean quick;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        CommandLine line = spec.commandLine();
        try {
            if (storage == DatabaseKind.CASSANDRA) {
                throw new IllegalArgumentException("--storage: found cassandra, expected sqlite, postgres or mariadb");
            }
            boolean isFile = jdbcUrl.isBlank() && storage == DatabaseKind.SQLITE;
            if (against != null && !isFile) {
                throw new IllegalArgumentException("--against: found a database server, expected none");
            }
            if (!jdbcUrl.isBlank()) {
                measure(onServer(jdbcUrl), line);
            } else if (!isFile) {
                measureServer(line);
            } else if (against == null) {
                measure(onFile(), line);
            } else {
                onFile().check(Optional.ofNullable(only));
                compare(against, line);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(line, String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private Benchmarks onFile() {
        List<Benchmark> more = new ArrayList<>();
        for (Addition addition : ServiceLoader.load(Addition.class)) {
            more.addAll(quick ? addition.benchmarks(QUICK_ITEMS, 1) : addition.benchmarks(stored / 10, ROUNDS));
        }
        return (quick ? Benchmarks.quick() : Benchmarks.standard(stored, ranked)).and(more);
    }

    private Benchmarks onServer(String url) {
        return quick ? Benchmarks.onServerQuickly(url) : Benchmarks.onServer(url, stored);
    }

    private void measureServer(CommandLine line) throws IOException, InterruptedException {
        Folder folder = Folder.temporary();
        try (Folder closed = folder) {
            StartedDatabase server = storage.start(closed.path()).orElseThrow();
            Runnable cleanUp = () -> {
                server.close();
                folder.close();
            };
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(cleanUp, "bench-end")); // also when this process is told to end
            try (server) {
                line.getErr().println("measuring on " + server.name());
                measure(onServer(server.place().url()), line);
            }
        }
    }

    private void measure(Benchmarks benchmarks, CommandLine line) throws IOException {
        benchmarks.check(Optional.ofNullable(only));
        List<Result> results =
                benchmarks.run(Optional.ofNullable(only), name -> line.getErr().println("measuring " + name + " ..."));
        line.getOut().println(Result.head());
        results.forEach(result -> line.getOut().println(result.line()));
        write(Result.json(results));
    }

    private void compare(Path checkout, CommandLine line) throws IOException {
        List<String> options = new ArrayList<>();
        if (only != null) {
            options.addAll(List.of("--only", only));
        }
        options.addAll(List.of("--stored", Integer.toString(stored)));
        List<Comparison> comparisons = SideBySide.against(checkout, Main.class.getName())
                .run(options, rounds, what -> line.getErr().println("running " + what + " ..."));
        line.getOut().println(Comparison.head());
        comparisons.forEach(comparison -> line.getOut().println(comparison.line()));
        write(Comparison.json(comparisons));
    }

    private void write(String text) throws IOException {
        if (json != null) {
            Files.writeString(json, text);
        }
    }
}
