package dev.datasave.cli.ops;

import dev.datasave.ops.Operations;
import dev.datasave.ops.ServerReport;
import java.util.List;
import picocli.CommandLine.Command;

/** The command {@code servers}. */
@Command(
        name = "servers",
        mixinStandardHelpOptions = true,
        description =
                "Lists the servers that have a lease: how old it is, how many profiles each holds, and which version of DataSave it runs.")
public final class ServersCommand extends OnStorage {
    /** For picocli. */
    public ServersCommand() {}

    @Override
    int run(Operations operations) {
        List<ServerReport> servers = operations.servers();
        if (isJson()) {
            print(Shapes.shape()
                    .with("servers", Shapes.array(servers, Shapes::of))
                    .json());
            return DONE;
        }
        Table table = new Table("SERVER", "INCARNATION", "SINCE", "LEASE RENEWED", "HOLDS", "VERSION", "STATE");
        servers.forEach(server -> table.row(
                server.name(),
                server.incarnation(),
                server.since(),
                server.leaseAge().toMillis() + " ms ago",
                server.profilesHeld() + (server.profilesHeld() >= ServerReport.MOST_COUNTED ? " or more" : ""),
                server.version().orElse("?"),
                server.isOverdue()
                        ? "dead: not renewed for its " + server.leaseTime().toSeconds() + " s"
                        : "alive"));
        table.print(out());
        return DONE;
    }
}
