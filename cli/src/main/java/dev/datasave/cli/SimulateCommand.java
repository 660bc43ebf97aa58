package dev.datasave.cli;

import com.google.gson.GsonBuilder;
import dev.datasave.cli.progress.Progress;
import dev.datasave.tck.Simulation;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
                "Plays seeded runs of servers that die, stand still and lose replies, in virtual time, and checks what happened.")
final class SimulateCommand implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

    @Option(names = "--seeds", paramLabel = "A..B", description = "Which runs; one number is one run.")
    private String seeds = "1..1000";

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the outcome to this file.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What became of all runs, and what is wrong. */
    record Outcome(long from, long to, long passed, long failed, double seconds, List<Failure> failures) {}

    /** A run that broke a promise. */
    record Failure(long seed, List<String> violations, String faults, String trace) {
        static Failure of(Simulation.Result result) {
            List<String> violations = result.violations().stream()
                    .map(found -> found.at() + " " + found.rule() + " " + found.message())
                    .toList();
            return new Failure(result.seed(), violations, result.faults().toString(), result.trace());
        }
    }

    @Override
    public Integer call() throws Exception {
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
        return new Outcome(
                from,
                to,
                all - broken.size(),
                broken.size(),
                seconds,
                broken.stream().map(Failure::of).toList());
    }

    /** Each failure with its trace, and a last line that says it all. */
    static void print(Outcome outcome, PrintWriter out) {
        for (Failure failure : outcome.failures()) {
            out.println("seed " + failure.seed() + " failed:");
            failure.violations().forEach(violation -> out.println("  " + violation));
            out.println(failure.faults());
            out.println(failure.trace());
            out.println();
        }
        out.println(outcome.passed() + " passed, " + outcome.failed() + " failed in " + outcome.seconds() + " s");
        out.flush();
    }
}
