package dev.datasave.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures two builds in turn, on the same machine and in the same minutes: in each round both, each in a process of its own. Who is first changes from
 * round to round, so that neither always meets the warmer machine.
 */
public final class SideBySide {
    private final List<String> before;
    private final List<String> after;

    /**
     * Both are commands that take {@code bench} and its options, and write figures to the file after {@code --json}.
     *
     * @param before runs the other build
     * @param after runs this one
     */
    SideBySide(List<String> before, List<String> after) {
        this.before = List.copyOf(before);
        this.after = List.copyOf(after);
    }

    /**
     * Another checkout of the project, run by its own launcher, beside this build.
     *
     * @param mainClass the main class of this build's command line
     * @throws IllegalArgumentException if the folder is no checkout with a launcher
     */
    public static SideBySide against(Path checkout, String mainClass) {
        Path launcher = checkout.toAbsolutePath().normalize().resolve("datasave");
        if (!Files.isExecutable(launcher) || Files.isDirectory(launcher)) {
            throw new IllegalArgumentException("--against: found no program " + launcher
                    + ", expected the folder of a checkout of DataSave, with its launcher");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return new SideBySide(
                List.of(launcher.toString()),
                List.of(java, "--enable-native-access=ALL-UNNAMED", "-cp", classPath, mainClass));
    }

    /**
     * The comparisons of all figures that both builds measure.
     *
     * @param options what both get after {@code bench}, for instance {@code --only handover}
     * @param rounds how often both are run, at least once
     * @param begins gets what is about to run
     * @throws IOException if one of them can't be run, ends with an error, or writes no figures
     */
    public List<Comparison> run(List<String> options, int rounds, Consumer<String> begins) throws IOException {
        if (rounds < 1 || rounds > 1000) {
            throw new IllegalArgumentException("--rounds: found " + rounds + ", expected 1 to 1000");
        }
        Path folder = Files.createTempDirectory("datasave-bench");
        Path json = folder.resolve("figures.json");
        try {
            begins.accept("the other build, which is made first if it has to be");
            start(before, List.of("--help"));
            List<Comparison.Round> measured = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                measured.add(round(round, rounds, options, json, begins));
            }
            return Comparison.of(measured);
        } finally {
            Files.deleteIfExists(json);
            Files.deleteIfExists(folder);
        }
    }

    private Comparison.Round round(int round, int rounds, List<String> options, Path json, Consumer<String> begins)
            throws IOException {
        String which = "round " + round + " of " + rounds + ", ";
        boolean isBeforeFirst = round % 2 == 1;
        List<Result> first = measure(isBeforeFirst, which, options, json, begins);
        List<Result> second = measure(!isBeforeFirst, which, options, json, begins);
        return isBeforeFirst ? new Comparison.Round(first, second) : new Comparison.Round(second, first);
    }

    private List<Result> measure(
            boolean isBefore, String which, List<String> options, Path json, Consumer<String> begins)
            throws IOException {
        begins.accept(which + (isBefore ? "before" : "after"));
        List<String> all = new ArrayList<>(options);
        all.add("--json");
        all.add(json.toString());
        Files.deleteIfExists(json);
        start(isBefore ? before : after, all);
        try {
            return Comparison.results(Files.readString(json));
        } catch (IllegalArgumentException e) {
            throw new IOException((isBefore ? before : after).getFirst() + ": " + e.getMessage(), e);
        }
    }

    /** Runs {@code bench} with these options. What it prints is shown only if it fails. */
    private static void start(List<String> command, List<String> options) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.add("bench");
        whole.addAll(options);
        Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(
                        String.join(" ", whole) + ": found exit code " + code + ", expected 0; it said:\n" + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while measuring", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly); // of one that was interrupted
            process.destroyForcibly();
        }
    }
}
