package dev.datasave.cli;

import com.google.gson.GsonBuilder;
import dev.datasave.cli.progress.Progress;
import dev.datasave.tck.scale.Scale;
import dev.datasave.tck.scale.ScaleRun;
import dev.datasave.tck.simulation.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code simulate}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Runs simulations, one for each seed: servers die, freeze and lose replies, in virtual time. Checks every promise.")
final class SimulateCommand implements Callable<Integer> {
    private static final int MINIMIZED = 3;
    private static final int MINIMIZING_RUNS = 300;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

    @Option(names = "--seeds", paramLabel = "A..B", description = "The seeds to run; a single number is a single run.")
    private String seeds = "1..1000";

    @Option(
            names = "--scale",
            paramLabel = "SIZE",
            description =
                    "Instead: a day of a large network, as in servers=10000,players=1000000. Counts what the storage is asked for. Also: minutes, bytes, autosave, heartbeat, seed.")
    private @Nullable String scale;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the outcome to this file.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The outcome of all runs, with the failures. */
    record Outcome(long from, long to, long passed, long failed, double seconds, List<Failure> failures) {}

    /**
     * A run that broke a promise.
     *
     * @param steps the steps of a shorter run that breaks the same promise, only for the first failures; the trace then belongs to that run
     */
    record Failure(
            long seed, List<String> violations, String faults, int stepsBefore, List<String> steps, String trace) {
        static Failure of(Simulation.Result result) {
            return new Failure(
                    result.seed(), violations(result), result.faults().toString(), 0, List.of(), result.trace());
        }

        static Failure minimized(Simulation.Result result) {
            Simulation.Minimal minimal = Simulation.minimize(result, MINIMIZING_RUNS);
            Simulation.Result shorter = minimal.result();
            return new Failure(
                    result.seed(),
                    violations(result),
                    shorter.faults().toString(),
                    minimal.before(),
                    minimal.steps(),
                    shorter.trace());
        }

        private static List<String> violations(Simulation.Result result) {
            return result.violations().stream()
                    .map(found -> found.at() + " " + found.rule() + " " + found.message())
                    .toList();
        }
    }

    @Override
    public Integer call() throws Exception {
        if (scale != null) {
            return atScale(scale);
        }
        Matcher range = RANGE.matcher(seeds);
        long from = range.matches() ? Long.parseLong(range.group(1)) : 0;
        long to = range.matches() && range.group(2) != null ? Long.parseLong(range.group(2)) : from;
        if (!range.matches() || to < from) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--seeds: found " + seeds + ", expected a number, or two as in 1..1000");
        }
        Outcome outcome = run(from, to);
        print(outcome, spec.commandLine().getOut());
        if (json != null) {
            Files.writeString(
                    json, new GsonBuilder().setPrettyPrinting().create().toJson(outcome) + "\n");
        }
        return outcome.failed() == 0 ? 0 : 1;
    }

    private int atScale(String size) throws IOException {
        Scale parsed;
        try {
            parsed = Scale.parse(size);
        } catch (IllegalArgumentException wrong) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--scale: " + wrong.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        ScaleRun.Result result = ScaleRun.run(parsed, told -> {
            spec.commandLine().getErr().println(told);
            spec.commandLine().getErr().flush();
        });
        ScaleTable.print(result, out);
        if (json != null) {
            Files.writeString(
                    json, new GsonBuilder().setPrettyPrinting().create().toJson(result) + "\n");
        }
        return result.failedLoads() == 0 ? 0 : 1;
    }

    private Outcome run(long from, long to) {
        long start = System.nanoTime();
        long all = to - from + 1;
        long[] done = new long[2];
        List<Simulation.Result> broken;
        try (Progress progress = new Progress(
                "simulating", all, Progress.ON_TERMINAL, spec.commandLine().getErr())) {
            broken = Simulation.runMany(from, to, result -> {
                done[0]++;
                done[1] += result.isClean() ? 0 : 1;
                progress.at(done[0], done[1] + " failed");
            });
        }
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        return new Outcome(from, to, all - broken.size(), broken.size(), seconds, failures(broken));
    }

    private static List<Failure> failures(List<Simulation.Result> broken) {
        return Stream.concat(
                        broken.stream().limit(MINIMIZED).map(Failure::minimized),
                        broken.stream().skip(MINIMIZED).map(Failure::of))
                .toList();
    }

    /** Prints each failure with its trace, and a summary as the last line. */
    static void print(Outcome outcome, PrintWriter out) {
        for (Failure failure : outcome.failures()) {
            out.println("seed " + failure.seed() + " failed:");
            failure.violations().forEach(violation -> out.println("  " + violation));
            out.println(failure.faults());
            if (!failure.steps().isEmpty()) {
                out.println("fails in the same way with " + failure.steps().size() + " of its " + failure.stepsBefore()
                        + " steps:");
                failure.steps().forEach(step -> out.println("  " + step));
                out.println("what happened in that run:");
            }
            out.println(failure.trace());
            out.println();
        }
        out.println(outcome.passed() + " passed, " + outcome.failed() + " failed in " + outcome.seconds() + " s");
        out.flush();
    }
}
