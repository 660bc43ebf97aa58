package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Storage;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** What is over is not kept in memory. Real threads. */
@Isolated("awaits the garbage collector")
@Timeout(120)
class LeakTest {
    private record Counter(long count) {}

    private record Gift(long count) {}

    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final List<WeakReference<Object>> watched = new ArrayList<>();

    private void watch(Object object) {
        watched.add(new WeakReference<>(object, collected));
    }

    /** Everything that is watched becomes garbage. */
    private void assertAllIsCollected() throws InterruptedException {
        int missing = watched.size();
        for (int i = 0; i < 200 && missing > 0; i++) {
            System.gc();
            Reference<?> gone = collected.remove(100);
            while (gone != null) {
                missing--;
                gone = collected.poll();
            }
        }
        assertThat(missing)
                .as("objects that something still refers to, of " + watched.size())
                .isZero();
    }

    private static ProfileStore<Counter> counters(DataSave server) {
        return server.profileStore("Counter", Counter.class, () -> new Counter(0));
    }

    /** Loads, edits, saves, sends to, and releases a hundred profiles. */
    private void play(DataSave server) {
        for (int i = 0; i < 100; i++) {
            if (counters(server).loadProfileAsync("k" + i).join() instanceof LoadResult.Loaded<Counter>(var profile)) {
                play(server, profile);
            }
        }
    }

    private void play(DataSave server, Profile<Counter> profile) {
        profile.onMessage(Gift.class, LeakTest::take);
        watch(profile);
        Counter data = profile.update(counter -> new Counter(counter.count() + 1));
        watch(data);
        profile.saveAsync().join();
        counters(server).messageAsync(profile.key(), new Gift(1)).join();
        profile.grantOnceAsync("receipt", counter -> new Counter(counter.count() + 10))
                .join();
        profile.releaseAsync().join();
    }

    private static void take(Message<Counter, Gift> message) {
        message.acknowledge(
                counter -> new Counter(counter.count() + message.payload().count()));
    }

    @Test
    @DisplayName("P9: a released profile and its data become garbage while their server goes on")
    void releasedProfiles() throws InterruptedException {
        try (DataSave server = DataSave.builder(Storage.inMemory()).build()) {
            play(server);
            assertAllIsCollected();
            assertThat(server.servers()).isNotNull();
        }
    }

    @Test
    @DisplayName("P9: nothing keeps a closed server in memory, although its storage lives on")
    void closedServers() throws InterruptedException {
        Storage storage = Storage.inMemory();
        for (int i = 0; i < 3; i++) {
            closedServer(storage);
        }
        assertAllIsCollected();
        assertThat(storage.capabilities()).isNotNull();
    }

    private void closedServer(Storage storage) {
        DataSave server = DataSave.builder(storage).keepStorageOpen().build();
        play(server);
        watch(server);
        server.close();
    }
}
