package dev.datasave.engine.people;

import dev.datasave.ConnectedEntry;
import dev.datasave.ErasureReceipt;
import dev.datasave.Paging;
import dev.datasave.UserDataOptions;
import dev.datasave.engine.load.Loads;
import dev.datasave.engine.load.Removals;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.mail.Messages;
import dev.datasave.spi.Page;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The public side of people's data (P14): what is connected to a person, its export, its erasure. From any thread. */
public final class People {
    private final Loop loop;
    private final Loads loads;
    private final Removals removals;
    private final Messages messages;

    public People(Loop loop, Loads loads, Removals removals, Messages messages) {
        this.loop = loop;
        this.loads = loads;
        this.removals = removals;
        this.messages = messages;
    }

    public CompletableFuture<Page<ConnectedEntry>> connectedEntriesAsync(
            String userId, UserDataOptions options, Paging paging) {
        Connections connections = new Connections(loop, loads.sessions(), userId, options);
        Optional<ConnectedPages.Place> last = paging.cursor().map(ConnectedPages.Place::parse);
        return loop.ask(answer -> new ConnectedPages(loop, connections, options, paging.size(), answer).after(last));
    }

    public CompletableFuture<List<ConnectedEntry>> exportUserAsync(String userId, UserDataOptions options, Path file) {
        return export(userId, options, ExportTarget.file(file));
    }

    public CompletableFuture<List<ConnectedEntry>> exportUserAsync(
            String userId, UserDataOptions options, OutputStream out) {
        return export(userId, options, ExportTarget.stream(Objects.requireNonNull(out, "out")));
    }

    private CompletableFuture<List<ConnectedEntry>> export(
            String userId, UserDataOptions options, ExportTarget target) {
        Connections connections = new Connections(loop, loads.sessions(), userId, options);
        ExportFile file = new ExportFile(target, options.format());
        return loop.ask(answer -> new Export(loop, connections, file, options.timeout(), answer).start());
    }

    public CompletableFuture<ErasureReceipt> eraseUserAsync(String userId, UserDataOptions options) {
        Connections connections = new Connections(loop, loads.sessions(), userId, options);
        return loop.ask(answer -> new Erasure(loop, connections, removals, loads, messages, options, answer).start());
    }
}
