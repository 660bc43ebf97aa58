package dev.datasave.engine;

import dev.datasave.CloseReport;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Wires the parts of one running server and closes them. */
public final class Engine {
    private final Settings settings;

    public Engine(Settings settings) {
        this.settings = settings;
    }

    @SuppressWarnings("DoNotCallSuggester")
    public <T> ProfileStore<T> profileStore(
            String name, Class<T> type, Supplier<? extends T> template, ProfileOptions<T> options) {
        throw new IllegalStateException(name);
    }

    public String serverName() {
        return settings.serverName();
    }

    public String incarnation() {
        return "";
    }

    public void close() {
        closeAsync().join();
    }

    public CompletableFuture<CloseReport> closeAsync() {
        return new CompletableFuture<>();
    }
}
