package dev.datasave.cli.demo;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Lets bots play on several server processes that share one SQLite file, kills and stops some servers, and audits"
                        + " the result. The exit code is 0 only if the audit holds.")
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--servers", paramLabel = "N", description = "How many server processes, 1 to 20.")
    private int servers = 3;

    @Option(names = "--players", paramLabel = "N", description = "How many players, 1 to 5000.")
    private int players = 200;

    @Option(names = "--seconds", paramLabel = "N", description = "How long they play, 1 to 3600.")
    private int seconds = 30;

    @Option(names = "--seed", paramLabel = "N", description = "Decides what players and chaos do; random by default.")
    private @Nullable Long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to this file.")
    private @Nullable Path json;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep the data file and the servers' messages in this folder.")
    private @Nullable Path keep;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws Exception {
        DemoOptions options;
        try {
            options = new DemoOptions(
                    servers,
                    players,
                    seconds,
                    seed != null ? seed : new SplittableRandom().nextLong(1_000_000),
                    Optional.ofNullable(json),
                    Optional.ofNullable(keep));
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        Report report = new Demo(options, spec.commandLine().getErr()).run();
        report.print(spec.commandLine().getOut());
        if (options.json().isPresent()) {
            report.write(options.json().get());
        }
        return report.isGood() ? 0 : 1;
    }
}
