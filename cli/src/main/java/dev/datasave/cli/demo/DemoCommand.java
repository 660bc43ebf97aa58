package dev.datasave.cli.demo;

import dev.datasave.cli.database.DatabaseKind;
import dev.datasave.cli.database.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
                "Lets bots play on several server processes that share one database, kills and stops some servers, and audits"
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

    @Option(
            names = "--storage",
            paramLabel = "KIND",
            description =
                    "Where the profiles are: ${COMPLETION-CANDIDATES}. The demo starts a database server itself, or a ring of"
                            + " three nodes, which takes 6 GB of memory.")
    private DatabaseKind storage = DatabaseKind.SQLITE;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description =
                    "A database of yours instead; the demo makes tables of its own there, and leaves them. Others on this machine"
                            + " can read a password in it; the variable " + Place.URL_VARIABLE + " keeps it from them.",
            defaultValue = "${env:" + Place.URL_VARIABLE + ":-}",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private String jdbcUrl = "";

    @Option(
            names = "--contact-points",
            paramLabel = "NODES",
            description =
                    "A ring of Apache Cassandra of yours instead: 10.0.0.1,10.0.0.2:9042. The demo makes a keyspace of its own"
                            + " there, and leaves it.")
    private String contactPoints = "";

    @Option(
            names = "--chaos",
            paramLabel = "WHAT",
            split = ",",
            description =
                    "What goes wrong: ${COMPLETION-CANDIDATES}, or several with commas. Once a minute the database's"
                            + " connections are cut, and it is killed, stopped for 15 s and restarted; a server is cut off"
                            + " from it for 5 and 15 s, and for 5 s in each direction alone, and then everything takes 50 ms"
                            + " longer and 5 %% of the packets are lost. From four minutes on, it is cut off for 90 s in the end."
                            + " Of a ring, one node is killed and comes back, and another one is stopped for 15 s.")
    private List<Havoc> chaos = List.of(Havoc.SERVERS);

    @Option(
            names = "--network-signals",
            paramLabel = "HOST",
            description =
                    "The servers also wake each other by datagrams (UDP), each on a free port of this host: 127.0.0.1.")
    private @Nullable String networkSignals;

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
                    Optional.ofNullable(keep),
                    storage,
                    Optional.of(jdbcUrl).filter(url -> !url.isBlank()),
                    Optional.of(contactPoints).filter(points -> !points.isBlank()),
                    Set.copyOf(chaos),
                    Optional.ofNullable(networkSignals));
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
