package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads and the system's clocks. */
@Timeout(60)
class ServersInOneProcessTest {
    private record Counter(long count) {}

    private static ProfileStore<Counter> counters(DataSave server) {
        return server.profileStore("Counter", Counter.class, () -> new Counter(0));
    }

    private static Profile<Counter> load(ProfileStore<Counter> store, String key) {
        LoadResult<Counter> result = store.loadProfileAsync(key).join();
        return switch (result) {
            case LoadResult.Loaded<Counter>(var profile) -> profile;
            case LoadResult.NotLoaded<Counter>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    @Test
    @DisplayName("P5, F31: a profile that hops between two servers counts every accepted edit once")
    void hops() {
        Storage storage = Storage.inMemory();
        long accepted = 0;
        try (DataSave a = DataSave.builder(storage)
                        .serverName("a")
                        .keepStorageOpen()
                        .build();
                DataSave b = DataSave.builder(storage)
                        .serverName("b")
                        .keepStorageOpen()
                        .build()) {
            for (int i = 0; i < 50; i++) {
                Profile<Counter> profile = load(counters(i % 2 == 0 ? a : b), "k");
                for (int j = 0; j < 10; j++) {
                    accepted += profile.tryUpdate(data -> new Counter(data.count() + 1)) ? 1 : 0;
                }
            }
        }
        try (DataSave c = DataSave.builder(storage).serverName("c").build()) {
            assertThat(load(counters(c), "k").data().count())
                    .isEqualTo(accepted)
                    .isEqualTo(500);
        }
    }

    @Test
    @DisplayName("F23: edits from many threads are all saved")
    void manyThreads() {
        Storage storage = Storage.inMemory();
        try (DataSave a = DataSave.builder(storage).keepStorageOpen().build()) {
            Profile<Counter> profile = load(counters(a), "k");
            List<CompletableFuture<Void>> all = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 200; i++) {
                    all.add(CompletableFuture.runAsync(
                            () -> {
                                profile.update(data -> new Counter(data.count() + 1));
                                profile.saveAsync().join();
                            },
                            threads));
                }
                all.forEach(CompletableFuture::join);
            }
        }
        try (DataSave b = DataSave.builder(storage).build()) {
            assertThat(load(counters(b), "k").data().count()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("F44: close() on the home thread runs the listeners that wait for that thread itself")
    void closeOnTheHomeThread() throws Exception {
        List<Thread> ranOn = new ArrayList<>();
        try (ExecutorService home = Executors.newSingleThreadExecutor()) {
            DataSave a = DataSave.builder(Storage.inMemory()).homeExecutor(home).build();
            load(counters(a), "k").onRelease(reason -> ranOn.add(Thread.currentThread()));
            Thread thread = home.submit(Thread::currentThread).get(10, TimeUnit.SECONDS);
            home.submit(a::close).get(20, TimeUnit.SECONDS);
            assertThat(ranOn).containsExactly(thread);
        }
    }

    @Test
    @DisplayName("F34: futures never complete on the game thread")
    void futuresStayOffTheGameThread() throws Exception {
        try (ExecutorService home = Executors.newSingleThreadExecutor();
                DataSave a =
                        DataSave.builder(Storage.inMemory()).homeExecutor(home).build()) {
            Thread thread = home.submit(Thread::currentThread).get(10, TimeUnit.SECONDS);
            CompletableFuture<Thread> completedOn = new CompletableFuture<>();
            Profile<Counter> profile = load(counters(a), "k");
            profile.update(data -> new Counter(1));
            CompletableFuture<Void> gate = new CompletableFuture<>();
            profile.onSave(gate::join);
            var save = profile.saveAsync().thenRun(() -> completedOn.complete(Thread.currentThread()));
            gate.complete(null);
            save.join();
            assertThat(completedOn.join()).isNotEqualTo(thread);
        }
    }

    @Test
    @DisplayName("a mock is the same store over a storage of its own")
    void mockIsIsolated() {
        try (DataSave a = DataSave.builder(Storage.inMemory()).build()) {
            ProfileStore<Counter> mock = counters(a).mock();
            Profile<Counter> mocked = load(mock, "k");
            mocked.update(data -> new Counter(9));
            mocked.releaseAsync().join();
            assertThat(load(mock, "k").data().count()).isEqualTo(9);
            assertThat(load(counters(a), "k").data().count()).isZero();
        }
    }
}
