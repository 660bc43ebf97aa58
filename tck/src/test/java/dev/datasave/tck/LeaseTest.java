package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.WhenHeld;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Life and death of servers: leases, suspension, take-over. */
class LeaseTest extends GameOnNetwork {
    private final DataSave a = server("a");
    private final List<String> told = new ArrayList<>();

    @Test
    @DisplayName("P4, F11: a killed server is taken over after its lease, never earlier, with what it had saved")
    void takeOverOfTheDead() {
        DataSave b = server("b");
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(8));
        saved(profile.saveAsync());
        network.advance(seconds(15));
        network.kill(a);
        Duration killed = network.now();
        Profile<Purse> next = load(purses(b), "k");
        assertThat(network.now().minus(killed)).isBetween(Duration.ofMillis(7900), seconds(11));
        assertThat(next.data().coins()).isEqualTo(8);
        network.advance(seconds(1));
        assertThat(events).contains("b buried a", "b acquired TAKEOVER");
    }

    @Test
    @DisplayName(
            "F12, F29: a server whose game thread hangs keeps its lease, and its profiles from those who wait for its end")
    void aServerWhoseGameThreadHangsIsNotDead() {
        DataSave slow = server("slow", builder -> builder.homeExecutor(task -> {}));
        DataSave b = server("b");
        Profile<Purse> held = load(purses(slow), "k");
        var waiting = purses(b).loadProfileAsync("k", DEFAULTS.whenHeld(WhenHeld.REPEAT));
        network.advance(seconds(50));
        assertThat(waiting).isNotDone();
        assertThat(held.update(purse -> purse.earn(1)).coins()).isEqualTo(1);
        saved(held.saveAsync());
        assertThat(events).noneMatch(event -> event.startsWith("b buried"));
    }

    @Test
    @DisplayName("P3, F13: an outage suspends and resumes with nothing lost")
    void anOutageLosesNothing() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.onSuspended(() -> told.add("suspended"));
        profile.onResumed(() -> told.add("resumed"));
        profile.update(purse -> purse.earn(4));
        network.outage(seconds(30));
        network.advance(seconds(12));
        assertThat(profile.state()).isEqualTo(ProfileState.SUSPENDED);
        assertThatThrownBy(() -> profile.update(purse -> purse.earn(1)))
                .isInstanceOf(DataSaveException.NotActive.class)
                .hasMessageContaining("SUSPENDED");
        network.advance(seconds(30));
        assertThat(profile.isActive()).isTrue();
        assertThat(profile.update(purse -> purse.earn(1)).coins()).isEqualTo(5);
        saved(profile.saveAsync());
        assertThat(told).containsExactly("suspended", "resumed");
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName("P3: after the grace sessions end LEASE_LOST, their state is saved or reported")
    void afterTheGraceSessionsEnd() {
        Profile<Purse> profile = load(purses(a), "k");
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        profile.update(purse -> purse.earn(4));
        network.outage(seconds(120));
        network.advance(seconds(150));
        assertThat(reasons).containsExactly(ReleaseReason.LEASE_LOST);
        assertThat(profile.state()).isEqualTo(ProfileState.RELEASED);
        boolean reported = lost.stream()
                .anyMatch(update -> update.data().orElseThrow().toString().contains("4"));
        boolean stored = String.valueOf(entry("k").content().value()).contains("4");
        assertThat(reported || stored).isTrue();
        assertThat(load(purses(a), "k").isActive()).isTrue();
    }

    @Test
    @DisplayName("P3: a removed lease means a new incarnation, under which the sessions go on")
    void aRemovedLeaseIsWrittenAnew() {
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(6));
        String old = a.incarnation();
        Entry lease =
                network.storage().list(EntryQuery.keys("~lease", "")).items().get(0);
        network.storage().write(List.of(Write.forget(lease, "gone")), Atomicity.EACH);
        network.advance(seconds(10));
        assertThat(a.incarnation()).isNotEqualTo(old);
        assertThat(events).contains("a reincarnated");
        assertThat(profile.isActive()).isTrue();
        assertThat(entry("k").content().holder()).startsWith(a.incarnation());
        saved(profile.saveAsync());
        assertThat(entry("k").content().value()).contains("6");
    }

    @Test
    @DisplayName(
            "P2, P3, F36: a server that stood still looks at its lease inside the first edit, and at no claim until it has one again:"
                    + " what was taken over meanwhile ends LEASE_LOST")
    void aPausedServerDoesNotActOnAnOldLease() {
        DataSave b = server("b");
        Profile<Purse> taken = load(purses(a), "taken");
        Profile<Purse> kept = load(purses(a), "kept");
        List<ReleaseReason> reasons = new ArrayList<>();
        taken.onRelease(reasons::add);
        network.pause(a);
        Profile<Purse> next = load(purses(b), "taken");
        network.resume(a);
        assertThat(taken.tryUpdate(purse -> purse.earn(1))).isFalse();
        network.advance(seconds(10));
        assertThat(reasons).containsExactly(ReleaseReason.LEASE_LOST);
        assertThat(next.isActive()).isTrue();
        assertThat(kept.isActive()).isTrue();
    }

    @Test
    @DisplayName(
            "P2: a wall clock that is set back, and then a machine that is suspended, do not hide that the lease has ended")
    void setBackAndSuspended() {
        DataSave a = server("a");
        Profile<Purse> profile = load(purses(a), "k");
        network.advance(seconds(3));
        network.outage(a, seconds(60));
        network.jumpClock(a, seconds(-60));
        network.advance(seconds(3));
        assertThat(profile.state()).isEqualTo(ProfileState.ACTIVE);
        network.suspend(a);
        network.advance(seconds(20));
        network.resume(a);
        assertThat(profile.state()).as("at once, before its loop has run").isEqualTo(ProfileState.SUSPENDED);
    }

    @Test
    @DisplayName(
            "P2, F36: that a wall clock is set back is noticed at the first look at the lease, not only at the next heartbeat")
    void setBackAndSuspendedBeforeAHeartbeat() {
        DataSave b = server("b");
        Profile<Purse> profile = load(purses(a), "k");
        network.jumpClock(a, seconds(-60));
        assertThat(profile.tryUpdate(purse -> purse.earn(1))).isTrue();
        network.suspend(a);
        Profile<Purse> next = load(purses(b), "k");
        network.resume(a);
        assertThat(profile.tryUpdate(purse -> purse.earn(1)))
                .as("before its loop has run")
                .isFalse();
        assertThat(next.isActive()).isTrue();
    }

    @Test
    @DisplayName("P2, P5: a claim that finds the holder suspended is answered when he has renewed his lease")
    void aSuspendedHolderHandsOverLater() {
        DataSave b = server("b");
        Profile<Purse> profile = load(purses(a), "k");
        profile.update(purse -> purse.earn(7));
        List<ReleaseReason> reasons = new ArrayList<>();
        profile.onRelease(reasons::add);
        network.jumpClock(a, seconds(60)); // the machine slept
        assertThat(profile.state()).isEqualTo(ProfileState.SUSPENDED);
        assertThat(load(purses(b), "k").data().coins()).isEqualTo(7);
        network.advance(seconds(1));
        assertThat(reasons).containsExactly(ReleaseReason.HANDED_OVER);
        assertThat(events).contains("a suspended", "a resumed", "b acquired HANDOVER");
    }

    @Test
    @DisplayName("P2, F36: the wall clock counts too: a machine that slept is suspended until it has renewed")
    void aSleptMachineIsSuspended() {
        Profile<Purse> profile = load(purses(a), "k");
        network.jumpClock(a, seconds(60));
        assertThat(profile.state()).isEqualTo(ProfileState.SUSPENDED);
        network.advance(seconds(5));
        assertThat(profile.isActive()).isTrue();
    }

    @Test
    @DisplayName("F35: a clock set ahead or back by a year robs nobody")
    void clocksDecideNothing() {
        DataSave b = server("b");
        Profile<Purse> profile = load(purses(a), "k");
        network.jumpClock(b, Duration.ofDays(365));
        network.advance(seconds(20));
        network.jumpClock(b, Duration.ofDays(-700));
        network.advance(seconds(20));
        assertThat(profile.isActive()).isTrue();
        assertThat(events).noneMatch(event -> event.contains("buried"));
    }

    @Test
    @DisplayName("F35, P4: after an outage for everybody nobody is taken for dead")
    void anOutageKillsNobody() {
        server("b");
        Profile<Purse> profile = load(purses(a), "k");
        network.outage(seconds(40));
        network.advance(seconds(70));
        assertThat(profile.isActive()).isTrue();
        assertThat(events).noneMatch(event -> event.contains("buried"));
    }

    @Test
    @DisplayName(
            "P3: a write of before the lost lease that is accepted late does not end the wait: the session resumes only under its new token")
    void aLateWriteUnderTheOldTokenDoesNotResume() {
        DataSave a = server("a");
        DataSave b = server("b");
        Profile<Purse> profile = load(purses(a), "k");
        network.breakWrites(write -> write.id().key().equals("k"));
        profile.update(purse -> purse.earn(1));
        CompletableFuture<SaveResult> save = profile.saveAsync();
        network.advance(seconds(1));
        Entry lease = entry("~lease", a.incarnation());
        network.storage().write(List.of(Write.forget(lease, "by hand")), Atomicity.EACH);
        network.until(() -> events.contains("a reincarnated"), seconds(10));
        network.breakWrites(write -> false);
        network.until(save::isDone, seconds(10));
        Profile<Purse> taken = load(purses(b), "k");
        assertThat(taken.data().coins()).isEqualTo(1);
        assertThat(profile.tryUpdate(purse -> purse.earn(10))).isFalse();
        network.advance(seconds(5));
        assertThat(profile.state()).isEqualTo(ProfileState.RELEASED);
        assertThat(taken.isActive()).isTrue();
    }

    @Test
    @DisplayName(
            "P4, F35, F36: who watches a lease counts anew after an outage that his monotonic clock did not notice")
    void aSuspendedWatcherCountsAnew() {
        DataSave b = server("b");
        load(purses(a), "k");
        network.advance(seconds(12));
        network.outage(seconds(30));
        network.kill(a);
        network.advance(Duration.ofMillis(800));
        network.suspend(b);
        network.advance(seconds(20));
        network.outage(Duration.ZERO);
        network.resume(b);
        Duration back = network.now();
        network.until(() -> events.contains("b buried a"), seconds(30));
        assertThat(network.now().minus(back)).isGreaterThanOrEqualTo(seconds(10));
    }

    @Test
    @DisplayName(
            "P3, P4: a first write of the lease that comes after its removal does not bring the lease back to life")
    void aLateFirstWriteIsNoLease() {
        DataSave b = server("b");
        Profile<Purse> old = load(purses(a), "k");
        EntryId id = new EntryId("~lease", a.incarnation());
        Entry lease = network.storage().read(List.of(id)).getFirst().orElseThrow();
        network.pause(a);
        Profile<Purse> taken = load(purses(b), "k");
        Write late = Write.put(id, Optional.empty(), a.incarnation() + "-late", lease.content());
        assertThat(network.storage().write(List.of(late), Atomicity.EACH).getFirst())
                .isInstanceOf(WriteResult.Written.class);
        network.resume(a);
        for (int i = 0; i < 200; i++) {
            network.advance(Duration.ofNanos(100_000));
            assertThat(old.tryUpdate(purse -> purse.earn(1))).isFalse();
        }
        assertThat(events).contains("a reincarnated");
        assertThat(old.isActive()).isFalse();
        assertThat(taken.isActive()).isTrue();
    }
}
