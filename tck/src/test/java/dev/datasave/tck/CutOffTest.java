package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ServerNames that lose the storage in the middle of something. */
class CutOffTest extends GameOnNetwork {
    private final DataSave a = server("a");

    @Test
    @DisplayName(
            "P3, P4, F13: who is cut off beyond his lease loses his profiles to others, and his unsaved state is reported")
    void theCutOffOneIsTakenOver() {
        DataSave b = server("b");
        Profile<Purse> profile = load(purses(a), "k");
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        profile.update(purse -> purse.earn(77));
        network.outage(a, seconds(40));
        Profile<Purse> next = load(purses(b), "k");
        assertThat(profile.isActive()).isFalse();
        assertThat(next.data().coins()).isZero();
        network.advance(seconds(60));
        assertThat(reasons).containsExactly(ReleaseReason.LEASE_LOST);
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0).data().orElseThrow().toString()).contains("77");
        assertThat(next.isActive()).isTrue();
    }

    @Test
    @DisplayName("P9, F18: a release in an outage becomes durable when the storage is back")
    void aReleaseOutlastsAnOutage() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(5));
        network.outage(seconds(25));
        var release = profile.releaseAsync();
        network.advance(seconds(20));
        assertThat(release).isNotDone();
        network.advance(seconds(20));
        saved(release);
        assertThat(entry("k").content().value()).contains("5");
        assertThat(entry("k").content().holder()).isNull();
    }

    @Test
    @DisplayName("P10: a release that can't be written ends after the grace with a lost update")
    void aReleaseGivesUpAfterTheGrace() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(5));
        network.outage(seconds(600));
        assertThat(network.await(profile.releaseAsync(), seconds(120))).isInstanceOf(SaveResult.NotSaved.class);
        network.advance(seconds(1));
        assertThat(lost).hasSize(1);
    }

    @Test
    @DisplayName(
            "P12, P10: a session that is given up while a transaction has it tells the game that it has ended, once")
    void givenUpInsideATransactionIsTold() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(5));
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        network.outage(seconds(100));
        var together = a.saveTogetherAsync(List.of(profile));
        network.advance(seconds(1));
        assertThat(network.await(profile.releaseAsync(), seconds(70))).isInstanceOf(SaveResult.NotSaved.class);
        network.advance(seconds(1));
        assertThat(reasons).containsExactly(ReleaseReason.RELEASED);
        network.advance(seconds(60));
        assertThat(together).isDone();
        assertThat(reasons).hasSize(1);
    }

    @Test
    @DisplayName("P2, F36: an edit that outlasts the lease is refused and changes nothing")
    void anEditOutlastsTheLease() {
        Profile<Purse> profile = load(purses(a), "k");
        assertThatThrownBy(() -> profile.update(purse -> {
                    network.jumpClock(a, seconds(60));
                    return purse.earn(1);
                }))
                .isInstanceOf(DataSaveException.NotActive.class);
        network.advance(seconds(5));
        assertThat(profile.data().coins()).isZero();
        assertThat(profile.isActive()).isTrue();
    }

    @Test
    @DisplayName("P4, F11: a server killed while it loads leaves nothing that outlives its lease")
    void killedWhileLoading() {
        for (int micros = 0; micros < 5000; micros += 700) {
            DataSave dying = server("dying");
            network.advance(seconds(1));
            var unused = purses(dying).loadProfileAsync("k" + micros);
            network.advance(java.time.Duration.ofNanos(micros * 1000L));
            network.kill(dying);
            assertThat(load(purses(a), "k" + micros).isActive()).isTrue();
        }
    }

    @Test
    @DisplayName("P1, F20: a removed entry ends the session, and its late save does not bring the data back")
    void aLateSaveDoesNotReviveTheRemoved() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(5));
        network.storage()
                .write(
                        List.of(dev.datasave.spi.Write.put(
                                entry("k").id(),
                                java.util.Optional.of(entry("k")),
                                "removed",
                                dev.datasave.spi.Content.TOMBSTONE)),
                        dev.datasave.spi.Atomicity.EACH);
        assertThat(network.await(profile.saveAsync())).isInstanceOf(SaveResult.NotSaved.class);
        network.advance(seconds(5));
        assertThat(profile.isActive()).isFalse();
        assertThat(entry("k").isTombstone()).isTrue();
        assertThat(load(purses(a), "k").data()).isEqualTo(Purse.fresh());
        assertThat(entry("k").revision()).isGreaterThan(2);
    }
}
