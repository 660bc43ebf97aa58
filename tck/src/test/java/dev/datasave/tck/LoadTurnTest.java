package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Holder;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.SaveResult;
import dev.datasave.WhenHeld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loads that wait for their turn, and game code that takes its time while they do. No load waits without an end (F32). */
class LoadTurnTest extends GameOnNetwork {
    private final DataSave a = server("a");

    /** Lets that time pass before it answers, as a policy does that asks another service. */
    private LoadOptions slowPolicy(Duration time) {
        Function<Optional<Holder>, WhenHeld> slow = holder -> {
            network.advance(time);
            return WhenHeld.FORCE_LOAD;
        };
        return DEFAULTS.whenHeld(slow);
    }

    private boolean isFree(String key) {
        return !isStored(key) || entry(key).content().holder() == null;
    }

    @Test
    @DisplayName("F32: closing answers a load whose policy takes longer than closing")
    void closingDoesNotWaitForThePolicy() {
        load(purses(a), "k");
        Function<Optional<Holder>, WhenHeld> closes = holder -> {
            network.closeServer(a);
            return WhenHeld.FORCE_LOAD;
        };
        var last = purses(a).loadProfileAsync("k", DEFAULTS.whenHeld(closes));
        assertThat(network.await(last)).isEqualTo(new LoadResult.NotLoaded<Purse>(new NotLoadedReason.Closing()));
        assertThat(isFree("k")).isTrue();
    }

    @Test
    @DisplayName("F32: a policy that takes longer than the load's time does not keep the profile from others")
    void theProfileIsFreedWhileThePolicyTakesItsTime() {
        DataSave b = server("b");
        Function<Optional<Holder>, WhenHeld> slow = holder -> {
            network.advance(seconds(7));
            assertThat(isFree("k")).isTrue();
            load(purses(b), "k");
            return WhenHeld.FORCE_LOAD;
        };
        var late = purses(a).loadProfileAsync("k", DEFAULTS.timeout(seconds(5)).whenHeld(slow));
        assertThat(refusal(late)).isEqualTo(new NotLoadedReason.TimedOut(Optional.empty()));
        network.advance(seconds(5));
        assertThat(entry("k").content().holder()).startsWith(b.incarnation());
    }

    @Test
    @DisplayName("F32: the time-out runs while the load waits for the end of this server's own session")
    void theTimeRunsWhileTheTurnIsAwaited() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(1));
        network.outage(seconds(40));
        var release = profile.releaseAsync();
        var reconnect = purses(a).loadProfileAsync("k", DEFAULTS.timeout(seconds(5)));
        Duration before = network.now();
        assertThat(refusal(reconnect)).isInstanceOf(NotLoadedReason.TimedOut.class);
        assertThat(network.now().minus(before)).isBetween(seconds(5), Duration.ofMillis(5100));
        assertThat(release).isNotDone();
        network.advance(seconds(60));
        saved(release);
        assertThat(isFree("k")).isTrue();
    }

    @Test
    @DisplayName("F42: releasing ends a load that has not had its turn as well, and the session before it")
    void releaseEndsWhatWaits() {
        Profile<Purse> old = load(purses(a), "k");
        old.cache();
        network.advance(Duration.ofMillis(1));
        var reconnect = purses(a).loadProfileAsync("k", slowPolicy(Duration.ofMillis(100)));
        network.schedule(Duration.ofMillis(50), () -> {
            var unused = purses(a).releaseAsync("k");
        });
        assertThat(refusal(reconnect)).isInstanceOf(NotLoadedReason.Cancelled.class);
        network.advance(seconds(2));
        assertThat(old.isActive()).isFalse();
        assertThat(isFree("k")).isTrue();
    }

    @Test
    @DisplayName("P7: of many loads of a key at once the newest gets it, the others are superseded")
    void theNewestOfManyLoads() {
        load(purses(a), "k");
        var first = purses(a).loadProfileAsync("k");
        var second = purses(a).loadProfileAsync("k");
        var third = purses(a).loadProfileAsync("k");
        LoadResult<Purse> superseded = new LoadResult.NotLoaded<>(new NotLoadedReason.Superseded());
        assertThat(profileOf(network.await(third)).isActive()).isTrue();
        assertThat(network.await(first)).isEqualTo(superseded);
        assertThat(network.await(second)).isEqualTo(superseded);
    }

    @Test
    @DisplayName("a release after close finds nothing, and one that closing overtakes ends with it")
    void releaseAtTheEnd() {
        ProfileStore<Purse> store = purses(a);
        load(store, "k");
        var closing = a.closeAsync();
        network.advance(Duration.ofNanos(50_000));
        var overtaken = store.releaseAsync("k");
        network.await(closing);
        assertThat(network.await(overtaken).orElseThrow()).isInstanceOf(SaveResult.Saved.class);
        network.advance(seconds(1));
        assertThat(network.await(store.releaseAsync("k"))).isEmpty();
    }

    @Test
    @DisplayName(
            "F5: a system part that is no JSON, written by hand, is Corrupt also while the profile is held elsewhere")
    void aBrokenSystemPart() {
        Profile<Purse> held = load(purses(a), "k");
        var entry = entry("k");
        network.storage()
                .write(
                        java.util.List.of(dev.datasave.spi.Write.put(
                                entry.id(),
                                Optional.of(entry),
                                "by hand",
                                entry.content().withSystem("\"nonsense\""))),
                        dev.datasave.spi.Atomicity.EACH);
        var refused = purses(server("b")).loadProfileAsync("k");
        assertThat(network.await(refused, seconds(5)))
                .isInstanceOfSatisfying(
                        LoadResult.NotLoaded.class,
                        result -> assertThat(result.reason()).isInstanceOf(NotLoadedReason.Corrupt.class));
        assertThat(held.isActive()).isTrue();
    }

    @Test
    @DisplayName("P8: who is robbed while his load is being delivered hears of it")
    void robbedOnTheWay() {
        DataSave b = server("b");
        List<Profile<Purse>> robbers = new ArrayList<>();
        Function<Optional<Holder>, WhenHeld> robbed = holder -> {
            if (robbers.isEmpty()) {
                robbers.add(load(purses(b), "k", DEFAULTS.whenHeld(WhenHeld.STEAL)));
                network.advance(seconds(5)); // the notice is read meanwhile
            }
            return WhenHeld.FORCE_LOAD;
        };
        Profile<Purse> late = load(purses(a), "k", DEFAULTS.whenHeld(robbed));
        network.advance(Duration.ofMillis(2500));
        assertThat(late.isActive()).isFalse();
        assertThat(robbers.getFirst().isActive()).isTrue();
    }
}
