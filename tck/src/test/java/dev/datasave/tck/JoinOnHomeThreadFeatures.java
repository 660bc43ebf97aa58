package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.LoadResult;
import dev.datasave.LostUpdate;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.SaveResult;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** F44: a game may wait on its own thread, which DataSave needs as well. On real threads. */
@Timeout(60)
public abstract class JoinOnHomeThreadFeatures {
    private final ExecutorService tick = Executors.newSingleThreadExecutor();
    private final Storage storage;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final DataSave server;
    private final ProfileStore<Bag> bags;

    /** On an empty storage, which is closed after the test. */
    protected JoinOnHomeThreadFeatures(Storage storage) {
        this.storage = storage;
        this.server = DataSave.builder(storage)
                .serverName("a")
                .homeExecutor(tick)
                .listener(new Noted())
                .keepStorageOpen()
                .build();
        this.bags = server.profileStore("Bag", Bag.class, Bag::new);
    }

    /** Mutable data of a game. */
    static final class Bag {
        long coins;
    }

    private final class Noted implements DataSaveListener {
        @Override
        public void listenerPassedOver(ProfileId profile, String which) {
            events.add("passed over " + which);
        }

        @Override
        public void lostUpdate(LostUpdate lost) {
            for (int i = 0; i < 100_000; i++) {
                Thread.onSpinWait(); // a listener that takes its time
            }
            events.add("lost " + lost.profile().key());
        }
    }

    @AfterEach
    void end() {
        server.close();
        tick.shutdown();
        storage.close();
    }

    private <R> R onHomeThread(Callable<R> code) throws Exception {
        return tick.submit(code).get();
    }

    private static <T> Profile<T> loaded(LoadResult<T> result) {
        return switch (result) {
            case LoadResult.Loaded<T>(var profile) -> profile;
            case LoadResult.NotLoaded<T>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    private String stored(String store, String key) {
        return String.valueOf(storage.read(List.of(new EntryId(store, key)))
                .getFirst()
                .orElseThrow()
                .content()
                .value());
    }

    @Test
    @DisplayName("load, save and release, each joined on the home thread: listeners run, nobody is passed over")
    void joined() throws Exception {
        SaveResult end = onHomeThread(() -> {
            Profile<Bag> profile = loaded(bags.loadProfileAsync("k").join());
            profile.onSave(() -> profile.edit(bag -> bag.coins += 1));
            profile.onLastSave(reason -> profile.edit(bag -> bag.coins += 100));
            assertThat(profile.saveAsync().join()).isInstanceOf(SaveResult.Saved.class);
            assertThat(profile.saveAsync().thenApply(saved -> saved).get()).isInstanceOf(SaveResult.Saved.class);
            return bags.releaseAsync("k").join().orElseThrow();
        });
        assertThat(end).isInstanceOf(SaveResult.Saved.class);
        assertThat(stored("Bag", "k")).contains("\"coins\":102");
        assertThat(events).isEmpty();
    }

    @Test
    @DisplayName("closeAsync joined on the home thread: last words of all are saved")
    void closed() throws Exception {
        CloseReport report = onHomeThread(() -> {
            for (int i = 0; i < 50; i++) {
                Profile<Bag> profile = loaded(bags.loadProfileAsync("k" + i).join());
                profile.onLastSave(reason -> profile.edit(bag -> bag.coins = 7));
            }
            return server.closeAsync().join();
        });
        assertThat(report.released()).isEqualTo(50);
        assertThat(report.notSaved()).isEmpty();
        for (int i = 0; i < 50; i++) {
            assertThat(stored("Bag", "k" + i)).contains("\"coins\":7");
        }
        assertThat(events).isEmpty();
    }

    @Test
    @DisplayName("two threads that wait at once each run what waits for them")
    void twoHomes() throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            ProfileStore<Bag> others = server.profileStore(
                    "Other", Bag.class, Bag::new, ProfileOptions.<Bag>defaults().homeExecutor(other));
            for (int round = 0; round < 20; round++) {
                var mine = tick.submit(() -> playOnce(bags));
                var theirs = other.submit(() -> playOnce(others));
                mine.get();
                theirs.get();
            }
            assertThat(stored("Bag", "k")).contains("\"coins\":20");
            assertThat(stored("Other", "k")).contains("\"coins\":20");
            assertThat(events).isEmpty();
        }
    }

    private static boolean playOnce(ProfileStore<Bag> store) {
        Profile<Bag> profile = loaded(store.loadProfileAsync("k").join());
        profile.onLastSave(reason -> profile.edit(bag -> bag.coins++));
        return profile.releaseAsync().join() instanceof SaveResult.Saved;
    }

    @Test
    @DisplayName("close returns after the listener has heard of everything, and when nothing writes any more")
    void everyEventIsToldBeforeCloseReturns() {
        ProfileStore<Bag> checked = server.profileStore(
                "Checked",
                Bag.class,
                Bag::new,
                ProfileOptions.<Bag>defaults().validator(bag -> bag.coins < 0 ? List.of("debts") : List.of()));
        for (int i = 0; i < 20; i++) {
            loaded(checked.loadProfileAsync("k" + i).join()).edit(bag -> bag.coins = -1);
        }
        server.close();
        assertThat(events).hasSize(20).allMatch(event -> event.startsWith("lost"));
        for (int i = 0; i < 20; i++) {
            assertThat(storage.read(List.of(new EntryId("Checked", "k" + i)))
                            .getFirst()
                            .orElseThrow()
                            .content()
                            .holder())
                    .isNull();
        }
    }
}
