package dev.datasave.cli;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.HistoryPolicy;
import dev.datasave.ProfileOptions;
import dev.datasave.cli.database.Place;
import dev.datasave.examples.arena.Arena;
import dev.datasave.examples.arena.ArenaEvents;
import dev.datasave.examples.arena.PlayerData;
import dev.datasave.spi.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one arena until the process is told to end. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs a small game server. Play on it with: nc 127.0.0.1 7001")
final class ServerCommand implements Callable<Integer> {
    @Option(names = "--name", paramLabel = "NAME", description = "The server's label.")
    private String name = "lobby-1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on at 127.0.0.1; 0 = any free port.")
    private int port = 7001;

    @Option(names = "--data", paramLabel = "FILE", description = "The SQLite file, shared by all servers.")
    private Path data = Path.of("players.db");

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            defaultValue = "${env:" + Place.URL_VARIABLE + ":-}",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description =
                    "A database instead of the file: jdbc:postgresql://host/database?user=…&password=… Others on this"
                            + " machine can read it in the list of processes; the variable " + Place.URL_VARIABLE
                            + " keeps it from them.")
    private String jdbcUrl = "";

    @Option(
            names = "--contact-points",
            paramLabel = "NODES",
            description = "A ring of Apache Cassandra instead of the file: 10.0.0.1,10.0.0.2:9042")
    private String contactPoints = "";

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "The name under which the tables stand on a database server; the keyspace on a ring.")
    private String schema = "datasave";

    @Option(
            names = "--network-signals",
            paramLabel = "ADDRESS",
            description =
                    "Also wakes other servers by datagrams (UDP), and listens for theirs at this address: 10.0.0.5:25900, or"
                            + " :25900 for all addresses of this machine; port 0 = any free port.")
    private @Nullable String networkSignals;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description =
                    "Keeps final states that can't be saved when the server closes; several servers may share it.")
    private @Nullable Path spool;

    @Option(names = "--keep-history", description = "Keep every revision of every profile forever, for audits.")
    private boolean keepHistory;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Answer Prometheus at http://HOST:PORT/metrics; 0 = any free port. Off by default.")
    private @Nullable Integer metricsPort;

    @Option(
            names = "--metrics-host",
            paramLabel = "HOST",
            description =
                    "The address to answer Prometheus at. Whoever can reach it can read the figures: there is no login.")
    private String metricsHost = "127.0.0.1";

    @Option(names = "--with-parent", hidden = true, description = "Print events to stdout, end when stdin ends.")
    private boolean withParent;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkPort("--port", port);
        if (metricsPort != null) {
            checkPort("--metrics-port", metricsPort);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ArenaEvents events =
                new ArenaEvents(line -> say(withParent ? out : err, withParent ? "event " + line : name + ": " + line));
        Place place = place();
        Optional<Metering.Running> metering = meter();
        DataSave dataSave = start(place, events, metering);
        Arena arena;
        try {
            arena = open(dataSave, events);
        } catch (IOException e) {
            metering.ifPresent(Metering.Running::close);
            throw e;
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            end(arena, events, out);
                            metering.ifPresent(Metering.Running::close);
                        },
                        "server-end"));
        if (withParent) { // before a player can join, so that every write is known to come from this process
            say(out, "event incarnation " + dataSave.incarnation());
        }
        metering.ifPresent(its -> say(out, "metrics at http://" + metricsHost + ":" + its.port() + "/metrics"));
        say(out, "listening on 127.0.0.1:" + arena.port());
        if (withParent) {
            Thread.ofPlatform().daemon().name("parent").start(ServerCommand::endWithStdin);
        }
        new CountDownLatch(1).await(); // until a signal runs the hook
        return 0;
    }

    private void checkPort(String option, int found) {
        if (found < 0 || found > 65_535) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '" + option + "': found " + found + ", expected 0 to 65535");
        }
    }

    /** What measures the server, if it was asked for. */
    private Optional<Metering.Running> meter() throws IOException {
        if (metricsPort == null) {
            return Optional.empty();
        }
        Metering metering = ServiceLoader.load(Metering.class)
                .findFirst()
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--metrics-port: found a program without metrics, expected the one that ./datasave runs"));
        InetSocketAddress address = new InetSocketAddress(metricsHost, metricsPort);
        if (address.isUnresolved()) {
            throw new IOException("--metrics-host: found " + metricsHost + ", expected a known host or address");
        }
        try {
            return Optional.of(metering.begin(name, address));
        } catch (IOException e) {
            throw new IOException("cannot listen on " + metricsHost + ":" + metricsPort + ": " + e.getMessage(), e);
        }
    }

    private DataSave start(Place place, ArenaEvents events, Optional<Metering.Running> metering) {
        try {
            Storage storage = place.open();
            DataSave.Builder builder = DataSave.builder(
                            metering.map(its -> its.around(storage)).orElse(storage))
                    .serverName(name)
                    .listener(metering.<DataSaveListener>map(its -> its.around(events))
                            .orElse(events));
            if (spool != null) {
                builder.spoolDirectory(spool);
            }
            DataSave dataSave = builder.build();
            metering.ifPresent(its -> its.watch(dataSave));
            return dataSave;
        } catch (RuntimeException e) {
            metering.ifPresent(Metering.Running::close);
            throw e;
        }
    }

    private Place place() {
        Place place = jdbcUrl.isBlank() ? Place.file(data) : new Place(jdbcUrl, schema);
        if (!contactPoints.isBlank()) {
            if (!jdbcUrl.isBlank()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--contact-points: found --jdbc-url as well, expected one of them");
            }
            place = Place.ring(contactPoints, schema);
        }
        if (networkSignals == null) {
            return place;
        }
        try {
            return place.listening(networkSignals);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Invalid value for option '--network-signals': " + e.getMessage(), e);
        }
    }

    private Arena open(DataSave dataSave, ArenaEvents events) throws IOException {
        ProfileOptions<PlayerData> options = ProfileOptions.defaults();
        try {
            return Arena.open(
                    dataSave, keepHistory ? options.history(HistoryPolicy.everything()) : options, events, port);
        } catch (IOException e) {
            dataSave.close();
            throw new IOException("cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    private static void end(Arena arena, ArenaEvents events, PrintWriter out) {
        CloseReport report = arena.stop();
        say(
                out,
                (report.isClean() ? "closed" : "closed, but not saved: " + report.notSaved()) + " released="
                        + report.released() + " notSaved=" + report.notSaved().size() + " spooled="
                        + report.spooled().size() + " millis="
                        + report.took().toMillis() + " " + events.counters());
    }

    private static void endWithStdin() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                // Only the end of the input matters.
            }
        } catch (IOException e) {
            // This is an end of the input, too.
        }
        System.exit(0);
    }

    private static synchronized void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
