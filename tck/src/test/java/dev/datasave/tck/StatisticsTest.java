package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.ServerInfo.Statistics;
import dev.datasave.WhenHeld;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a server counts for those who watch it. */
class StatisticsTest extends GameOnNetwork {
    private final DataSave a = server("a");
    private final ProfileStore<Purse> purses = purses(a);

    @Test
    void aServerThatHasDoneNothingHasCountedNothing() {
        assertThat(a.statistics())
                .isEqualTo(new Statistics(0, 0, Map.of(), 0, Duration.ZERO, 0, Duration.ZERO, 0, Duration.ZERO));
    }

    @Test
    void profilesSavesAndReleasesAreCounted() {
        Profile<Purse> one = load(purses, "one");
        load(purses, "two");
        assertThat(a.statistics().profiles()).isEqualTo(2);
        long before = a.statistics().saved();
        one.update(purse -> purse.earn(1));
        saved(one.saveAsync());
        assertThat(a.statistics().saved()).isEqualTo(before + 1);
        assertThat(a.statistics().saving()).isPositive();
        saved(one.releaseAsync());
        assertThat(a.statistics()).returns(1, Statistics::profiles).returns(before + 2, Statistics::saved);
        network.closeServer(a);
        assertThat(a.statistics()).returns(0, Statistics::profiles).returns(0, Statistics::queued);
    }

    @Test
    void loadsThatEndWithoutAProfileAreCountedByTheirReason() {
        load(purses(server("b")), "k");
        assertThat(refusal(purses.loadProfileAsync("k", DEFAULTS.whenHeld(WhenHeld.CANCEL))))
                .isInstanceOf(NotLoadedReason.Held.class);
        var waits = purses.loadProfileAsync("k", DEFAULTS.whenHeld(WhenHeld.REPEAT));
        network.advance(seconds(1));
        assertThat(a.statistics())
                .returns(1, Statistics::loads)
                .returns(Map.of(NotLoadedReason.Held.class, 1L), Statistics::notLoaded);
        waits.cancel(false);
        network.advance(seconds(1));
        assertThat(a.statistics())
                .returns(0, Statistics::loads)
                .returns(
                        Map.of(NotLoadedReason.Held.class, 1L, NotLoadedReason.Cancelled.class, 1L),
                        Statistics::notLoaded);
    }

    @Test
    void writesThatAnOutageHoldsUpAreCountedWithTheirAge() {
        Profile<Purse> profile = load(purses, "k");
        profile.update(purse -> purse.earn(1));
        network.outage(seconds(30));
        var save = profile.saveAsync();
        network.advance(seconds(20));
        assertThat(a.statistics().queued()).isPositive();
        assertThat(a.statistics().oldestQueued()).isBetween(seconds(18), seconds(21));
        saved(save);
        network.advance(seconds(5));
        assertThat(a.statistics()).returns(0, Statistics::queued).returns(Duration.ZERO, Statistics::oldestQueued);
    }

    @Test
    void theTimeOfSuspensionsIsSummedUp() {
        load(purses, "k");
        network.outage(seconds(30));
        network.advance(seconds(20));
        Duration until = a.statistics().suspended();
        assertThat(until).isBetween(seconds(9), seconds(14));
        network.advance(seconds(30));
        Duration all = a.statistics().suspended();
        assertThat(all).isBetween(seconds(17), seconds(30));
        network.advance(seconds(30));
        assertThat(a.statistics().suspended()).isEqualTo(all);
    }

    @Test
    void messagesThatWaitForLoadedProfilesAreCounted() {
        record Gift(String item) {}
        Objects.requireNonNull(network.await(purses.messageAsync("k", new Gift("sword"))));
        assertThat(a.statistics().messages()).isZero();
        Profile<Purse> profile = load(purses, "k");
        network.advance(seconds(3));
        assertThat(a.statistics().messages()).isEqualTo(1);
        profile.onMessage(Gift.class, message -> message.acknowledge(purse -> purse.earn(1)));
        network.advance(seconds(1));
        saved(profile.saveAsync());
        network.advance(seconds(5));
        assertThat(a.statistics().messages()).isZero();
        network.await(purses.messageAsync("k", new Gift("shield")));
        saved(profile.releaseAsync());
        network.advance(seconds(5));
        assertThat(a.statistics().messages()).isZero();
    }
}
