package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import dev.datasave.WhenHeld;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loads that wait for others: for a dead server, for one that does not answer, for each other. */
class WaitingLoadsTest extends GameOnNetwork {
    private final DataSave b = server("b");

    @Test
    @DisplayName(
            "P4, F11: whenever a server dies, its players are elsewhere at most lease + 0.4 s later, on whichever server they wait")
    void takeOverIsPrompt() {
        DataSave c = server("c");
        for (int offset = 0; offset < 2000; offset += 250) {
            DataSave dying = server("dying");
            String key = "k" + offset;
            load(purses(dying), key);
            load(purses(dying), "other " + key);
            network.advance(Duration.ofMillis(5000 + offset));
            network.kill(dying);
            Duration killed = network.now();
            var here = purses(b).loadProfileAsync(key);
            var there = purses(c).loadProfileAsync("other " + key);
            network.await(CompletableFuture.allOf(here, there));
            assertThat(network.now().minus(killed))
                    .as(key)
                    .isBetween(Duration.ofMillis(7900), Duration.ofMillis(10_400));
            assertThat(profileOf(here.join()).isActive()
                            && profileOf(there.join()).isActive())
                    .isTrue();
        }
    }

    @Test
    @DisplayName(
            "P6: hundreds that wait for a dead server's lease cost no more calls than a few, also while signals come for others")
    void manyThatWaitReadTogether() {
        DataSave c = server("c");
        DataSave dying = server("dying");
        List<String> keys = IntStream.range(0, 300).mapToObj(i -> "k" + i).toList();
        keys.forEach(key -> load(purses(dying), key));
        load(purses(c), "hopping");
        network.kill(dying);
        List<CompletableFuture<LoadResult<Purse>>> waiting =
                keys.stream().map(key -> purses(b).loadProfileAsync(key)).toList();
        network.advance(seconds(2));
        long before = network.calls(b);
        Duration begun = network.now();
        int hops = 0;
        while (network.now().minus(begun).compareTo(seconds(5)) < 0) {
            Duration asked = network.now();
            load(purses(hops % 2 == 0 ? b : c), "hopping");
            assertThat(network.now().minus(asked)).isLessThan(Duration.ofMillis(60));
            hops++;
            network.advance(Duration.ofMillis(50));
        }
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(hops).isGreaterThan(40);
        assertThat(network.calls(b) - before).isLessThan(hops * 40L);
    }

    @Test
    @DisplayName(
            "P8: a holder that lives and leaves a claim unanswered for the time given is robbed, not before, and finds a notice")
    void aSilentHolderIsRobbed() {
        Mute mute = new Mute();
        load(purses(b), "other");
        Duration asked = network.now();
        Profile<Purse> stolen = load(purses(b), "k", DEFAULTS.stealAfter(seconds(6)));
        assertThat(network.now().minus(asked)).isBetween(seconds(6), Duration.ofMillis(6500));
        assertThat(stolen.data().coins()).isEqualTo(3);
        network.advance(seconds(1));
        assertThat(events).contains("b acquired STEAL").noneMatch(event -> event.contains("buried"));
        assertThat(mute.inbox()).anyMatch(entry -> entry.id().store().equals("~notice"));
    }

    @Test
    @DisplayName("P8: whoever is not to be robbed so soon keeps the profile, and the load ends TimedOut with his name")
    void patienceBeforeStealing() {
        new Mute();
        NotLoadedReason reason = refusal(purses(b).loadProfileAsync("k", DEFAULTS.timeout(seconds(20))));
        assertThat(reason)
                .isInstanceOfSatisfying(
                        NotLoadedReason.TimedOut.class,
                        late -> assertThat(late.waitingFor().orElseThrow().serverName())
                                .isEqualTo("mute"));
        assertThat(entry("k").content().holder()).isEqualTo("mute/session");
    }

    @Test
    @DisplayName(
            "P8, P1: an owner whose game thread hangs is robbed after the time given; his last words are reported, not stored")
    void anOwnerThatHangsIsRobbed() {
        List<Runnable> stuck = new ArrayList<>();
        DataSave a = server("a", builder -> builder.homeExecutor(stuck::add));
        Profile<Purse> first = load(purses(a), "k");
        first.onLastSave(reason -> first.update(purse -> purse.earn(50)));
        first.update(purse -> purse.earn(2));
        saved(first.saveAsync());
        first.update(purse -> purse.earn(10));
        Profile<Purse> second = load(purses(b), "k", DEFAULTS.stealAfter(seconds(2)));
        assertThat(second.data().coins()).isEqualTo(2);
        network.advance(seconds(10));
        assertThat(events).contains("b acquired STEAL");
        assertThat(first.isActive()).isFalse();
        assertThat(second.isActive()).isTrue();
        assertThat(lost).hasSize(1);
        assertThat(lost.get(0).data().orElseThrow().toString()).contains("12");
    }

    @Test
    @DisplayName("P7: of two claims that the holder has not answered, the newer wins and the older ends Superseded")
    void theNewerClaimWins() {
        List<Runnable> home = new ArrayList<>();
        DataSave a = server("a", builder -> builder.homeExecutor(home::add));
        Profile<Purse> held = load(purses(a), "k");
        held.onLastSave(reason -> held.update(purse -> purse.earn(1)));
        List<ReleaseReason> reasons = new ArrayList<>();
        held.onRelease(reasons::add);
        home.clear();
        var older = purses(b).loadProfileAsync("k");
        network.until(() -> !home.isEmpty(), seconds(3)); // a is about to hand over to b
        var newer = purses(server("c")).loadProfileAsync("k");
        assertThat(refusal(older)).isEqualTo(new NotLoadedReason.Superseded());
        network.advance(Duration.ofMillis(500));
        home.forEach(Runnable::run);
        assertThat(profileOf(network.await(newer)).data().coins()).isEqualTo(1);
        network.advance(seconds(1));
        assertThat(reasons).containsExactly(ReleaseReason.HANDED_OVER);
        assertThat(events).contains("c acquired HANDOVER").doesNotContain("b acquired HANDOVER");
    }

    @Test
    @DisplayName("P5, P7: a claim that comes too late finds the new owner and is addressed anew")
    void aLateClaimIsAddressedAnew() {
        DataSave a = server("a");
        load(purses(a), "k").update(purse -> purse.earn(4));
        var first = purses(b).loadProfileAsync("k");
        network.advance(Duration.ofMillis(2));
        var second = purses(server("c")).loadProfileAsync("k");
        LoadResult<Purse> last = network.await(second);
        assertThat(profileOf(last).data().coins()).isEqualTo(4);
        network.advance(seconds(1));
        assertThat(profileOf(last).isActive()).isTrue();
        assertThat(first).isDone();
        assertThat(first.join() instanceof LoadResult.Loaded<Purse>(var profile) && profile.isActive())
                .isFalse();
    }

    @Test
    @DisplayName("P4: REPEAT waits for a living server without an end of its own, and takes a dead one's profile")
    void repeatTakesFromTheDead() {
        DataSave dying = server("dying");
        load(purses(dying), "k");
        var waiting = purses(b).loadProfileAsync("k", DEFAULTS.whenHeld(WhenHeld.REPEAT));
        network.advance(seconds(20));
        assertThat(waiting).isNotDone();
        network.kill(dying);
        Duration killed = network.now();
        assertThat(profileOf(network.await(waiting)).isActive()).isTrue();
        assertThat(network.now().minus(killed)).isLessThan(Duration.ofMillis(10_400));
    }

    /** A server that renews its lease and holds a profile, but never reads its inbox. */
    private final class Mute {
        private static final String INCARNATION = "mute";
        private Entry lease;

        private Mute() {
            put(new EntryId("~lease", INCARNATION), Optional.empty(), lease());
            put(new EntryId("Purse", "k"), Optional.empty(), profile());
            lease = entry("~lease", INCARNATION);
            beat();
        }

        private Content lease() {
            return Content.of("{\"name\":\"mute\",\"leaseMillis\":10000}");
        }

        private Content profile() {
            String system = "{\"loads\":1}";
            return new Content(
                    "{\"coins\":3,\"items\":[]}", Set.of(), Map.of(), INCARNATION + "/session", null, system);
        }

        private void put(EntryId id, Optional<Entry> on, Content content) {
            String writeId = INCARNATION + "-" + network.now().toNanos() + id.store();
            network.storage().write(List.of(Write.put(id, on, writeId, content)), Atomicity.EACH);
        }

        private void beat() {
            put(lease.id(), Optional.of(lease), lease());
            lease = entry("~lease", INCARNATION);
            network.schedule(seconds(2), this::beat);
        }

        private List<Entry> inbox() {
            return network.storage()
                    .list(EntryQuery.holder("inbox:" + INCARNATION))
                    .items();
        }
    }
}
