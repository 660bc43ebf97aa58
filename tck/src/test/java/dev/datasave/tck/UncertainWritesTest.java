package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.CloseReport;
import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Writes whose outcome is unknown, what is saved when, and the end of a server. */
class UncertainWritesTest extends GameOnNetwork {
    private final DataSave a = server("a");

    @Test
    @DisplayName("P10, F19: a save whose reply was lost is recognised as its own")
    void lostRepliesAreRecognised() {
        Profile<Purse> profile = load(purses(a), "k");
        for (int i = 1; i <= 20; i++) {
            network.faults(Faults.calm().withErrors(0, 0.7));
            profile.update(purse -> purse.earn(1));
            saved(profile.saveAsync());
            network.faults(Faults.calm());
            network.advance(seconds(3));
            assertThat(entry("k").content().value()).contains("" + i);
        }
        assertThat(events).noneMatch(event -> event.contains("stale") || event.contains("released"));
    }

    @Test
    @DisplayName("P10, F19: loads and handovers survive lost replies and errors")
    void loadsSurviveLostReplies() {
        DataSave b = server("b");
        for (int i = 0; i < 10; i++) {
            network.faults(Faults.calm().withErrors(0.1, 0.3));
            load(purses(i % 2 == 0 ? a : b), "k").update(purse -> purse.earn(1));
            network.faults(Faults.calm());
            network.advance(seconds(3));
        }
        assertThat(load(purses(a), "k").data().coins()).isEqualTo(10);
    }

    @Test
    @DisplayName("P10, F40: calls that hang or are carried out late neither block nor double anything")
    void hungCallsEnd() {
        Profile<Purse> profile = load(purses(a), "k");
        network.faults(Faults.calm().withTimeouts(0.2, 0.2));
        profile.update(purse -> purse.earn(2));
        var save = profile.saveAsync();
        network.advance(seconds(20));
        network.faults(Faults.calm());
        network.advance(seconds(30));
        assertThat(network.await(save)).isInstanceOf(SaveResult.Saved.class);
        assertThat(entry("k").content().value()).contains("2");
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName("P10, F39: a write that fails for a lasting reason is singled out and told, its neighbours are saved;"
            + " its release ends after the grace with its data reported")
    void aBrokenWriteIsSingledOut() {
        network.breakWrites(write -> write.id().key().equals("bad") && write.expectedRevision() > 0);
        List<Profile<Purse>> profiles = List.of("good", "bad", "fine").stream()
                .map(key -> load(purses(a), key))
                .toList();
        profiles.forEach(profile -> profile.update(purse -> purse.earn(5)));
        List<CompletableFuture<SaveResult>> saves =
                profiles.stream().map(Profile::saveAsync).toList();
        saved(saves.get(0));
        saved(saves.get(2));
        assertThat(saves.get(1)).isNotDone();
        network.until(() -> events.contains("a saveFailed bad"), seconds(10));
        assertThat(events).doesNotContain("a saveFailed good", "a saveFailed fine");

        Duration asked = network.now();
        var release = profiles.get(1).releaseAsync();
        assertThat(network.await(release)).isEqualTo(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        assertThat(network.now().minus(asked)).isBetween(seconds(60), seconds(62));
        network.advance(seconds(1));
        assertThat(network.await(saves.get(1))).isInstanceOf(SaveResult.NotSaved.class);
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0).profile().key()).isEqualTo("bad");
        assertThat(lost.get(0).data().orElseThrow().toString()).contains("5");
        profiles.get(0).update(purse -> purse.earn(1));
        saved(profiles.get(0).releaseAsync());
    }

    @Test
    @DisplayName("P10, F39: a broken write is not sent again at every sign of life, but less and less often")
    void aBrokenWriteBacksOff() {
        AtomicInteger sent = new AtomicInteger();
        network.breakWrites(
                write -> write.id().key().equals("bad") && write.expectedRevision() > 0 && sent.incrementAndGet() > 0);
        Profile<Purse> bad = load(purses(a), "bad");
        Profile<Purse> good = load(purses(a), "good");
        bad.update(purse -> purse.earn(5));
        var unused = bad.saveAsync();
        network.until(() -> events.contains("a saveFailed bad"), seconds(10));
        network.advance(seconds(20));
        int before = sent.get();
        for (int i = 0; i < 300; i++) {
            good.update(purse -> purse.earn(1));
            saved(good.saveAsync());
            network.advance(Duration.ofMillis(30));
        }
        assertThat(sent.get() - before).isBetween(1, 8);
    }

    @Test
    @DisplayName("P10, F41: when the storage goes back to a backup, the session writes its full state on top")
    void aStorageSetBackIsHealed() {
        Profile<Purse> profile = load(purses(a), "k");
        network.advance(seconds(10));
        profile.update(purse -> purse.earn(11));
        saved(profile.saveAsync());
        network.advance(seconds(1));
        network.setBack(seconds(5));
        profile.update(purse -> purse.earn(1));
        saved(profile.saveAsync());
        network.advance(seconds(10));
        assertThat(profile.isActive()).isTrue();
        assertThat(entry("k").content().value()).contains("12");
    }

    @Test
    @DisplayName("F3, F4: an unreachable storage is no new player; the load goes on trying and ends typed")
    void anErrorIsNotAFreshProfile() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(5));
        saved(profile.releaseAsync());
        network.outage(seconds(30));
        NotLoadedReason reason = refusal(purses(a).loadProfileAsync("k", DEFAULTS.timeout(seconds(10))));
        assertThat(reason).isInstanceOfAny(NotLoadedReason.Unavailable.class, NotLoadedReason.TimedOut.class);
        network.advance(seconds(40));
        assertThat(load(purses(a), "k").data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName("F9: many saves at once end in the newest state, one write after the other")
    void savesDoNotOvertake() {
        Profile<Purse> profile = load(purses(a), "k");
        List<CompletableFuture<SaveResult>> saves = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            profile.update(purse -> purse.earn(1));
            saves.add(profile.saveAsync());
        }
        saves.add(profile.releaseAsync());
        saves.forEach(this::saved);
        assertThat(entry("k").content().value()).contains("50");
        assertThat(entry("k").content().holder()).isNull();
    }

    @Test
    @DisplayName("F24: autosave saves what changed without being told; an idle profile costs no write")
    void autosaveSavesOnlyWhatChanged() {
        Profile<Purse> busy = load(purses(a), "busy");
        load(purses(a), "idle");
        network.advance(seconds(1));
        long idle = entry("idle").revision();
        long before = entry("busy").revision();
        network.advance(seconds(65));
        assertThat(entry("busy").revision()).isEqualTo(before);
        busy.update(purse -> purse.earn(1));
        network.advance(seconds(65));
        assertThat(entry("busy").revision()).isEqualTo(before + 1);
        assertThat(entry("busy").content().value()).contains("1");
        assertThat(entry("idle").revision()).isEqualTo(idle);
    }

    @Test
    @DisplayName("F17: closing releases all in one go and reports")
    void closingReleasesAll() {
        ProfileStore<Purse> store = purses(a);
        for (int i = 0; i < 300; i++) {
            load(store, "k" + i).update(purse -> purse.earn(3));
        }
        CloseReport report = network.closeServer(a);
        assertThat(report.isClean()).isTrue();
        assertThat(report.released()).isEqualTo(300);
        for (int i = 0; i < 300; i++) {
            assertThat(entry("k" + i).content().holder()).isNull();
            assertThat(entry("k" + i).content().value()).contains("3");
        }
        assertThat(network.listening(a)).isZero();
    }

    @Test
    @DisplayName("F18: closing in an outage gives up in time and says what was not saved")
    void closingGivesUpInTime() {
        load(purses(a), "k").update(purse -> purse.earn(3));
        network.outage(seconds(600));
        Duration before = network.now();
        CloseReport report = network.await(a.closeAsync());
        assertThat(network.now().minus(before)).isLessThanOrEqualTo(seconds(36));
        assertThat(report.notSaved()).extracting(id -> id.key()).containsExactly("k");
        assertThat(lost).isNotEmpty();
    }

    @Test
    @DisplayName("a load after close is Closing, a release after close finds nothing, closing twice is fine")
    void afterClose() {
        ProfileStore<Purse> store = purses(a);
        network.closeServer(a);
        assertThat(network.await(store.loadProfileAsync("k")))
                .isEqualTo(new LoadResult.NotLoaded<Purse>(new NotLoadedReason.Closing()));
        assertThat(network.await(a.closeAsync())).isNotNull();
    }
}
