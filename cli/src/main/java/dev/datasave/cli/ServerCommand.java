package dev.datasave.cli;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.HistoryPolicy;
import dev.datasave.ProfileOptions;
import dev.datasave.cli.database.Place;
import dev.datasave.examples.arena.Arena;
import dev.datasave.examples.arena.ArenaEvents;
import dev.datasave.examples.arena.PlayerData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
            names = "--schema",
            paramLabel = "NAME",
            description = "The name under which the tables stand on a database server.")
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

    @Option(names = "--with-parent", hidden = true, description = "Print events to stdout, end when stdin ends.")
    private boolean withParent;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Invalid value for option '--port': found " + port + ", expected 0 to 65535");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ArenaEvents events =
                new ArenaEvents(line -> say(withParent ? out : err, withParent ? "event " + line : name + ": " + line));
        Place place = place();
        DataSave.Builder builder =
                DataSave.builder(place.open()).serverName(name).listener(events);
        if (spool != null) {
            builder.spoolDirectory(spool);
        }
        DataSave dataSave = builder.build();
        Arena arena = open(dataSave, events);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(arena, events, out), "server-end"));
        if (withParent) { // before a player can join, so that every write is known to come from this process
            say(out, "event incarnation " + dataSave.incarnation());
        }
        say(out, "listening on 127.0.0.1:" + arena.port());
        if (withParent) {
            Thread.ofPlatform().daemon().name("parent").start(ServerCommand::endWithStdin);
        }
        new CountDownLatch(1).await(); // until a signal runs the hook
        return 0;
    }

    private Place place() {
        Place place = jdbcUrl.isBlank() ? Place.file(data) : new Place(jdbcUrl, schema);
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
