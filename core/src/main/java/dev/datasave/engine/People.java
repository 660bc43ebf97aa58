package dev.datasave.engine;

import dev.datasave.ConnectedEntry;
import dev.datasave.ErasureReceipt;
import dev.datasave.Paging;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Page;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The public side of people's data (P14): what is connected to a person, its export, its erasure. From any thread. */
public final class People {
    private final Engine engine;

    People(Engine engine) {
        this.engine = engine;
    }

    public CompletableFuture<Page<ConnectedEntry>> connectedEntriesAsync(
            String userId, UserDataOptions options, Paging paging) {
        Connections connections = new Connections(engine, userId, options);
        ConnectedPages.Cursor at = ConnectedPages.Cursor.parse(paging.cursor().orElse(null));
        return engine.ask(answer -> new ConnectedPages(engine, connections, options, paging.size(), answer).from(at));
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
        Connections connections = new Connections(engine, userId, options);
        ExportFile file = new ExportFile(target, options.format());
        return engine.ask(answer -> new Export(engine, connections, file, options.timeout(), answer).start());
    }

    public CompletableFuture<ErasureReceipt> eraseUserAsync(String userId, UserDataOptions options) {
        Connections connections = new Connections(engine, userId, options);
        return engine.ask(answer -> new Erasure(engine, connections, options, answer).start());
    }
}
