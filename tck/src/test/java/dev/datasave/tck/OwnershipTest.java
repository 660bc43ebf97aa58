package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.WhenHeld;
import dev.datasave.WipeResult;
import dev.datasave.spi.EntryQuery;
import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One profile, one server: handover, contest, steal, release. */
class OwnershipTest extends GameOnNetwork {
    private final DataSave a = server("a");
    private final DataSave b = server("b");
    private final List<ReleaseReason> reasons = new ArrayList<>();

    @Test
    @DisplayName("P5, F31: the next server gets what onLastSave added; edits after it are refused")
    void handoverIncludesTheLastWords() {
        Profile<Purse> first = load(purses(a), "k");
        first.update(purse -> purse.earn(10));
        first.onLastSave(reason -> first.update(purse -> purse.earn(5)));
        first.onRelease(reasons::add);
        Profile<Purse> second = load(purses(b), "k");
        assertThat(second.data().coins()).isEqualTo(15);
        network.advance(seconds(1));
        assertThat(reasons).containsExactly(ReleaseReason.HANDED_OVER);
        assertThat(first.isActive()).isFalse();
        assertThatThrownBy(() -> first.update(purse -> purse.earn(1)))
                .isInstanceOf(DataSaveException.NotActive.class)
                .hasMessageContaining("Purse/k");
        assertThat(first.tryUpdate(purse -> purse.earn(1))).isFalse();
        assertThat(events).contains("b acquired HANDOVER");
    }

    @Test
    @DisplayName("P5, F30: a handover with signals takes milliseconds")
    void handoverIsQuick() {
        load(purses(a), "k");
        Duration before = network.now();
        load(purses(b), "k");
        assertThat(network.now().minus(before)).isLessThan(Duration.ofMillis(250));
    }

    @Test
    @DisplayName("P6, F15: with no signal at all a handover works within heartbeats")
    void handoverWithoutSignals() {
        network.faults(Faults.calm().withoutSignals());
        load(purses(a), "k").update(purse -> purse.earn(3));
        Duration before = network.now();
        assertThat(load(purses(b), "k").data().coins()).isEqualTo(3);
        assertThat(network.now().minus(before)).isLessThan(seconds(5));
    }

    @Test
    @DisplayName("P1, F1: of two loads at the same moment one server has the profile at a time")
    void twoServersLoadAtOnce() {
        var one = purses(a).loadProfileAsync("k");
        var two = purses(b).loadProfileAsync("k");
        network.await(CompletableFuture.allOf(one, two));
        network.advance(seconds(1));
        long active = List.of(one.join(), two.join()).stream()
                .filter(result -> result instanceof LoadResult.Loaded<Purse>(var profile) && profile.isActive())
                .count();
        assertThat(active).isEqualTo(1);
    }

    @Test
    @DisplayName("P7: of two claims at short distance the newer one ends with the profile, and nobody else has it")
    void theLastToAskHasIt() {
        DataSave c = server("c");
        Profile<Purse> held = load(purses(a), "k");
        network.faults(Faults.calm().withoutSignals());
        held.onLastSave(reason -> held.update(purse -> purse.earn(1)));
        var older = purses(b).loadProfileAsync("k");
        network.advance(Duration.ofMillis(30));
        var newer = purses(c).loadProfileAsync("k");
        Profile<Purse> last = profileOf(network.await(newer));
        assertThat(last.data().coins()).isEqualTo(1);
        LoadResult<Purse> first = network.await(older);
        network.advance(seconds(1));
        assertThat(last.isActive()).isTrue();
        assertThat(held.isActive()).isFalse();
        assertThat(first)
                .satisfiesAnyOf(
                        result -> assertThat(result)
                                .isEqualTo(new LoadResult.NotLoaded<Purse>(new NotLoadedReason.Superseded())),
                        result -> assertThat(profileOf(result).isActive()).isFalse());
    }

    @Test
    @DisplayName(
            "P7, P10: a claim whose reply was lost, and that a newer one replaced, counts as made: it does not come back on top")
    void aReplacedClaimIsOver() {
        load(purses(a), "k");
        network.pause(a);
        long before = network.calls(b);
        var older = purses(b).loadProfileAsync("k", DEFAULTS);
        network.until(() -> network.calls(b) > before, seconds(1));
        network.faults(Faults.calm().withErrors(0, 1));
        network.until(() -> claimed(1), seconds(1));
        network.faults(Faults.calm());
        network.outage(b, seconds(2));
        var newer = purses(server("c")).loadProfileAsync("k", DEFAULTS);
        network.until(() -> claimed(2), seconds(1));
        assertThat(refusal(older)).isEqualTo(new NotLoadedReason.Superseded());
        network.resume(a);
        assertThat(profileOf(network.await(newer)).isActive()).isTrue();
    }

    /** Whether a claim of that number stands. */
    private boolean claimed(int number) {
        return network.storage().list(EntryQuery.keys("~claim", "")).items().stream()
                .anyMatch(claim -> String.valueOf(claim.content().value()).contains("\"number\":" + number));
    }

    @Test
    @DisplayName("P8, F14: a stolen owner is told at once, within a heartbeat without signals")
    void stealIsTold() {
        network.faults(Faults.calm().withoutSignals());
        Profile<Purse> first = load(purses(a), "k");
        first.onRelease(reasons::add);
        Profile<Purse> second = load(purses(b), "k", DEFAULTS.whenHeld(WhenHeld.STEAL));
        network.advance(Duration.ofMillis(2500));
        assertThat(reasons).containsExactly(ReleaseReason.STOLEN);
        assertThat(first.isActive()).isFalse();
        assertThat(second.isActive()).isTrue();
        network.advance(seconds(1));
        assertThat(events).contains("b acquired STEAL");
    }

    @Test
    @DisplayName("P10, P13: a robbed owner who wipes removes what is the other's, and reports what he had not saved")
    void aWipeByTheRobbed() {
        network.faults(Faults.calm().withoutSignals());
        load(purses(a), "k").update(purse -> purse.earn(100));
        Profile<Purse> second = load(purses(b), "k", DEFAULTS.whenHeld(WhenHeld.STEAL));
        assertThat(network.await(purses(a).wipeProfileAsync("k"))).isInstanceOf(WipeResult.Wiped.class);
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0).data().orElseThrow().toString()).contains("100");
        assertThat(second.isActive()).isFalse();
        assertThat(entry("k").isTombstone()).isTrue();
    }

    @Test
    @DisplayName("P1, F2, F8: the robbed owner's save and release change nothing")
    void aStaleSaveIsRefused() {
        network.faults(Faults.calm().withoutSignals());
        Profile<Purse> first = load(purses(a), "k");
        first.update(purse -> purse.earn(100));
        Profile<Purse> second = load(purses(b), "k", DEFAULTS.whenHeld(WhenHeld.STEAL));
        SaveResult result = network.await(first.saveAsync());
        assertThat(result).isInstanceOf(SaveResult.NotSaved.class);
        network.await(first.releaseAsync());
        assertThat(second.isActive()).isTrue();
        second.update(purse -> purse.earn(1));
        saved(second.saveAsync());
        assertThat(entry("k").content().value()).contains("1").doesNotContain("100");
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0).data().orElseThrow().toString()).contains("100");
    }

    @Test
    @DisplayName("P9, F17: a release is one write with the final state and no holder")
    void releaseIsOneWrite() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(7));
        long before = entry("k").revision();
        SaveResult.Saved saved = saved(profile.releaseAsync());
        assertThat(saved.revision()).isEqualTo(before + 1).isEqualTo(entry("k").revision());
        assertThat(entry("k").content().holder()).isNull();
        assertThat(entry("k").content().value()).contains("7");
    }

    @Test
    @DisplayName("P9: released at once locally, before anything is durable")
    void releaseIsInactiveAtOnce() {
        Profile<Purse> profile = load(purses(a), "k");
        var release = profile.releaseAsync();
        assertThat(profile.isActive()).isFalse();
        assertThat(release).isNotDone();
        saved(release);
        saved(profile.releaseAsync());
    }

    @Test
    @DisplayName("F16, F42: a quit while the load is running cancels it and leaves no lock")
    void releaseDuringLoad() {
        var load = purses(a).loadProfileAsync("k");
        network.advance(Duration.ofNanos(200_000));
        network.await(purses(a).releaseAsync("k"));
        assertThat(network.await(load)).isInstanceOf(LoadResult.NotLoaded.class);
        network.advance(seconds(1));
        assertThat(!isStored("k") || entry("k").content().holder() == null).isTrue();
        load(purses(b), "k");
        network.advance(seconds(1));
        assertThat(events).contains("b acquired FREE");
    }

    @Test
    @DisplayName("F42: cancelling the load's future releases what it took")
    void aCancelledLoadReleases() {
        for (int micros = 0; micros < 6000; micros += 500) {
            String key = "k" + micros;
            var load = purses(a).loadProfileAsync(key);
            network.advance(Duration.ofNanos(micros * 1000L));
            if (load.cancel(false)) {
                network.advance(seconds(2));
                assertThat(!isStored(key) || entry(key).content().holder() == null)
                        .as(key)
                        .isTrue();
            }
        }
    }

    @Test
    @DisplayName("a reconnect on the same server ends the old session with REPLACED and keeps its data")
    void reconnectReplaces() {
        Profile<Purse> old = load(purses(a), "k");
        old.onRelease(reasons::add);
        old.update(purse -> purse.earn(9));
        Profile<Purse> renewed = load(purses(a), "k");
        assertThat(reasons).containsExactly(ReleaseReason.REPLACED);
        assertThat(old.isActive()).isFalse();
        assertThat(renewed.data().coins()).isEqualTo(9);
    }

    @Test
    @DisplayName("F6, F32: CANCEL tells who holds the profile, here and elsewhere")
    void cancelTellsTheHolder() {
        load(purses(a), "k");
        for (DataSave asker : List.of(a, b)) {
            NotLoadedReason reason = refusal(purses(asker).loadProfileAsync("k", DEFAULTS.whenHeld(WhenHeld.CANCEL)));
            assertThat(reason).isInstanceOfSatisfying(NotLoadedReason.Held.class, held -> {
                assertThat(held.by().serverName()).isEqualTo("a");
                assertThat(held.by().incarnation()).isEqualTo(a.incarnation());
            });
        }
        assertThat(network.await(purses(b).holderAsync("k")).orElseThrow().serverName())
                .isEqualTo("a");
    }

    @Test
    @DisplayName("F32: REPEAT ends TimedOut and names whom it waited for")
    void repeatTimesOut() {
        load(purses(a), "k");
        NotLoadedReason reason = refusal(purses(b)
                .loadProfileAsync("k", DEFAULTS.whenHeld(WhenHeld.REPEAT).timeout(seconds(3))));
        assertThat(reason)
                .isInstanceOfSatisfying(
                        NotLoadedReason.TimedOut.class,
                        late -> assertThat(late.waitingFor().map(holder -> holder.serverName()))
                                .isEqualTo(Optional.of("a")));
    }

    @Test
    @DisplayName("F7: two servers of one name are two servers")
    void sameNameIsNotSameServer() {
        DataSave twin = server("a");
        Profile<Purse> first = load(purses(a), "k");
        load(purses(twin), "k");
        network.advance(seconds(1));
        assertThat(first.isActive()).isFalse();
        assertThat(twin.incarnation()).isNotEqualTo(a.incarnation());
    }
}
