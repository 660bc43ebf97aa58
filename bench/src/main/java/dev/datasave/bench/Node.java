package dev.datasave.bench;

import dev.datasave.DataSave;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** A server with one kind of profile. */
final class Node<T> implements AutoCloseable {
    private static final int LOADS_AT_ONCE = 1000;

    private final CountingStorage storage;
    private final DataSave dataSave;
    private final ProfileStore<T> store;

    Node(Path file, String name, Class<T> type, Supplier<T> template, Duration autosave) {
        this(
                SqlStorage.sqlite(file),
                name,
                type,
                template,
                ProfileOptions.<T>defaults().autosave(autosave));
    }

    Node(Storage of, String name, Class<T> type, Supplier<T> template, ProfileOptions<T> options) {
        storage = new CountingStorage(of);
        dataSave = DataSave.builder(storage)
                .serverName(name)
                .closeTimeout(Duration.ofMinutes(2))
                .build();
        store = dataSave.profileStore(RawSqlite.STORE, type, template, options);
    }

    static Node<BenchData> ofPlayers(Path file, String name, Duration autosave) {
        return new Node<>(file, name, BenchData.class, () -> BenchData.of(0), autosave);
    }

    /** A server on a database server, with the standard history or with every revision; it saves only when it is told to. */
    static Node<BenchData> ofPlayers(Storage on, String name, HistoryPolicy history) {
        ProfileOptions<BenchData> options = ProfileOptions.<BenchData>defaults()
                .autosave(Duration.ofHours(1))
                .history(history);
        return new Node<>(on, name, BenchData.class, () -> BenchData.of(0), options);
    }

    CountingStorage storage() {
        return storage;
    }

    DataSave dataSave() {
        return dataSave;
    }

    Profile<T> load(String key) {
        return taken(key, store.loadProfileAsync(key).join());
    }

    /** Loads this many profiles, a thousand at a time. */
    List<Profile<T>> load(int count, IntFunction<String> key) throws InterruptedException {
        Semaphore room = new Semaphore(LOADS_AT_ONCE);
        List<CompletableFuture<Profile<T>>> loads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = key.apply(i);
            room.acquire();
            loads.add(store.loadProfileAsync(name)
                    .thenApply(result -> taken(name, result))
                    .whenComplete((profile, failure) -> room.release()));
        }
        List<Profile<T>> profiles = new ArrayList<>(count);
        loads.forEach(load -> profiles.add(load.join()));
        return profiles;
    }

    private static <T> Profile<T> taken(String key, LoadResult<T> result) {
        return switch (result) {
            case LoadResult.Loaded<T>(Profile<T> profile) -> profile;
            case LoadResult.NotLoaded<T>(var reason) ->
                throw new IllegalStateException("load of " + key + ": found " + reason + ", expected a profile");
        };
    }

    @Override
    public void close() {
        dataSave.close();
    }
}
