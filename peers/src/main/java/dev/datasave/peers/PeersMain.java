package dev.datasave.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ./datasave peers}. */
@Command(
        name = "datasave peers",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measures DataSave beside what others would take: a Redisson lock, Hibernate, a locked column, a fixed"
                        + " delay, bare JDBC. Starts a PostgreSQL and a Redis of its own. Takes about half an hour.")
public final class PeersMain implements Callable<Integer> {
    private static final Logger ROOT = Logger.getLogger("");

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "Only some of hops, saves, hours, crash, hostile, own.")
    private @Nullable Set<String> only;

    @Option(
            names = "--quick",
            description = "See within a minute whether everything works. The figures say nothing then.")
    private boolean quick;

    @Option(names = "--docs", paramLabel = "DIR", description = "Also write tables and charts into this folder.")
    private @Nullable Path docs;

    @Option(names = "--stored", paramLabel = "N", description = "How many stored profiles to compare with 1000.")
    private int stored = 100_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command. */
    public static void main(String[] args) {
        quietLogs();
        System.setProperty("java.awt.headless", "true");
        System.exit(new CommandLine(new PeersMain()).execute(args));
    }

    static void quietLogs() {
        ROOT.setLevel(Level.WARNING);
    }

    @Override
    public Integer call() throws Exception {
        CommandLine line = spec.commandLine();
        Set<String> parts = new LinkedHashSet<>(only == null ? PeersRun.PARTS : only);
        if (!PeersRun.PARTS.containsAll(parts)) {
            throw new CommandLine.ParameterException(
                    line, "--only: found " + parts + ", expected some of " + PeersRun.PARTS);
        }
        try (PeersRun comparison = new PeersRun(quick ? Sizes.quick() : Sizes.full(stored))) {
            PeersReport report = comparison.run(parts, (part, measured) -> begin(line, part, measured));
            line.getOut().println(report.text());
            write(report, line);
        }
        return 0;
    }

    private void begin(CommandLine line, String part, PeersReport measured) throws IOException {
        line.getErr().println("measuring " + part + " ...");
        write(measured, line); // what is measured is not lost if the rest fails
    }

    private void write(PeersReport report, CommandLine line) throws IOException {
        if (docs != null) {
            report.write(docs, "./datasave peers " + String.join(" ", arguments(line)));
        }
    }

    private static List<String> arguments(CommandLine line) {
        return line.getParseResult().originalArgs();
    }
}
