package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.LostUpdate;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing on a storage whose writes take their time, on real threads: what comes after it has returned. */
@Timeout(60)
public abstract class SlowCloseFeatures {
    private static final int PLAYERS = 8;

    private final Storage storage;
    private final List<String> events = new CopyOnWriteArrayList<>();

    /** On an empty storage, which is closed after the test. */
    protected SlowCloseFeatures(Storage storage) {
        this.storage = storage;
    }

    @AfterEach
    void end() {
        storage.close();
    }

    private DataSave server(Storage on, Duration closeTimeout) {
        return DataSave.builder(on)
                .closeTimeout(closeTimeout)
                .listener(new Noted())
                .keepStorageOpen()
                .build();
    }

    /** Coins; debts are refused. */
    private static ProfileStore<Long> coins(DataSave server) {
        return server.profileStore(
                "Coins",
                Long.class,
                () -> 0L,
                ProfileOptions.<Long>defaults().validator(coins -> coins < 0 ? List.of("debts") : List.of()));
    }

    /** Every second player has debts. */
    private static List<Profile<Long>> play(DataSave server) {
        ProfileStore<Long> store = coins(server);
        List<Profile<Long>> profiles =
                IntStream.range(0, PLAYERS).mapToObj(i -> store.loadProfileAsync("k" + i)).toList().stream()
                        .map(load -> GameOnNetwork.profileOf(load.join()))
                        .toList();
        for (int i = 0; i < PLAYERS; i++) {
            long amount = i % 2 == 0 ? 7 : -1;
            profiles.get(i).update(coins -> amount);
        }
        return profiles;
    }

    private List<Entry> stored() {
        List<EntryId> ids = IntStream.range(0, PLAYERS)
                .mapToObj(i -> new EntryId("Coins", "k" + i))
                .toList();
        return storage.read(ids).stream().map(entry -> entry.orElseThrow()).toList();
    }

    private static List<String> each(String event, int from, int step) {
        List<String> all = new ArrayList<>();
        for (int i = from; i < PLAYERS; i += step) {
            all.add(event + " k" + i);
        }
        return all;
    }

    /** Another server plays with all profiles; meanwhile what is late would come. */
    private void othersPlay() {
        try (DataSave other = DataSave.builder(storage).keepStorageOpen().build()) {
            for (int i = 0; i < PLAYERS; i++) {
                Profile<Long> profile = GameOnNetwork.profileOf(
                        coins(other).loadProfileAsync("k" + i).join());
                profile.update(coins -> coins + 100);
            }
        }
    }

    @Test
    @DisplayName("close returns when everything is written, freed and told; then nothing is written any more")
    void everythingIsWrittenAndTold() {
        SlowStorage slow = new SlowStorage(storage, Duration.ofMillis(200));
        DataSave server = server(slow, Duration.ofSeconds(30));
        play(server);
        server.close();

        List<String> told = List.copyOf(events);
        int written = slow.written();
        List<Entry> stored = stored();
        assertThat(slow.underWay()).isZero();
        List<String> expected = each("released", 0, 1);
        expected.addAll(each("lost", 1, 2));
        expected.addAll(each("orphan", 1, 2));
        assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(stored).allMatch(entry -> entry.content().holder() == null);
        for (int i = 0; i < PLAYERS; i++) {
            assertThat(stored.get(i).content().value()).isEqualTo(i % 2 == 0 ? "7" : "0");
        }
        othersPlay();
        assertThat(stored()).extracting(entry -> entry.content().value()).containsOnly("107", "100");
        assertThat(slow.written()).isEqualTo(written);
        assertThat(events).isEqualTo(told);
    }

    @Test
    @DisplayName("a close whose time is over waits for the writes that are under way, and reports what was not saved")
    void closeThatGivesUp() {
        SlowStorage slow = new SlowStorage(storage, Duration.ofMillis(1300));
        DataSave server = server(slow, Duration.ofMillis(200));
        play(server);
        CloseReport report = server.closeAsync().join();

        List<String> told = List.copyOf(events);
        int written = slow.written();
        List<Entry> stored = stored();
        assertThat(slow.underWay()).isZero();
        assertThat(report.notSaved()).hasSizeGreaterThanOrEqualTo(PLAYERS / 2);
        assertThat(told)
                .filteredOn(event -> event.startsWith("lost "))
                .hasSameSizeAs(report.notSaved())
                .containsExactlyInAnyOrderElementsOf(
                        report.notSaved().stream().map(id -> "lost " + id.key()).toList());
        othersLookOn();
        assertThat(slow.written()).isEqualTo(written);
        assertThat(stored()).isEqualTo(stored);
        assertThat(events).isEqualTo(told);
    }

    /** Another server plays with other profiles for longer than a write takes. */
    private void othersLookOn() {
        long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        try (DataSave other = DataSave.builder(storage).keepStorageOpen().build()) {
            ProfileStore<Long> store = coins(other);
            while (System.nanoTime() < until) {
                Profile<Long> profile =
                        GameOnNetwork.profileOf(store.loadProfileAsync("other").join());
                profile.update(coins -> coins + 1);
                assertThat(profile.releaseAsync().join()).isNotNull();
            }
        }
    }

    private final class Noted implements DataSaveListener {
        private void note(String what, ProfileId profile) {
            for (int i = 0; i < 100_000; i++) {
                Thread.onSpinWait(); // a listener that takes its time
            }
            events.add(what + " " + profile.key());
        }

        @Override
        public void released(ProfileId profile, ReleaseReason reason) {
            note("released", profile);
        }

        @Override
        public void lostUpdate(LostUpdate lost) {
            note("lost", lost.profile());
        }

        @Override
        public void orphanKept(ProfileId profile, String orphan) {
            note("orphan", profile);
        }
    }
}
