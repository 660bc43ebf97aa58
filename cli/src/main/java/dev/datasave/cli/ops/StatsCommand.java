package dev.datasave.cli.ops;

import com.google.gson.JsonObject;
import dev.datasave.ops.Operations;
import dev.datasave.ops.StorageStats;
import dev.datasave.spi.Storage;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** The command {@code stats}. */
@Command(name = "stats", mixinStandardHelpOptions = true, description = "Counts what is stored.")
public final class StatsCommand extends OnStorage {
    /** For picocli. */
    public StatsCommand() {}

    @Override
    int run(Operations operations) {
        StorageStats stats = operations.stats();
        if (isJson()) {
            print(Shapes.shape()
                    .with("stores", Shapes.array(stats.stores(), StatsCommand::shape))
                    .with("servers", stats.servers())
                    .with("entries", stats.entries())
                    .with("superseded", stats.superseded())
                    .with("due", stats.due())
                    .with("now", stats.now())
                    .json());
            return DONE;
        }
        print(stats.stores(), out());
        say(stats.servers() + " servers; " + stats.due()
                + " superseded revisions have passed their time and wait for the sweep; the storage's clock says "
                + stats.now());
        return DONE;
    }

    static JsonObject shape(Storage.Transfer.Tally tally) {
        return Shapes.shape()
                .with("store", tally.store())
                .with("entries", tally.entries())
                .with("superseded", tally.superseded())
                .json();
    }

    static void print(List<Storage.Transfer.Tally> stores, PrintWriter out) {
        Table table = new Table("STORE", "ENTRIES", "SUPERSEDED REVISIONS");
        stores.forEach(tally -> table.row(tally.store(), tally.entries(), tally.superseded()));
        table.print(out);
    }
}
