package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.SaveResult;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.VersionQuery;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Pins with a name (DESIGN 5, P13, P14). */
class PinTest extends GameOnNetwork {
    private static final Duration YEARS = Duration.ofDays(2000);

    private final DataSave a = server("a");
    private final ProfileStore<Purse> store = purses(a);

    private List<ProfileVersion> versions() {
        return network.await(store.profileVersionsAsync("k", ProfileVersion.Range.all(), Paging.first(100)))
                .items();
    }

    private Optional<ProfileVersion> version(long revision) {
        return versions().stream()
                .filter(version -> version.revision() == revision)
                .findFirst();
    }

    private Optional<String> pinOf(long revision) {
        return version(revision).flatMap(ProfileVersion::pin).map(ProfileVersion.Pin::name);
    }

    /** What is left of history when everything has passed its time. */
    private List<Long> keptForEver() {
        network.jumpStorageClock(YEARS);
        int removed = 1;
        while (removed > 0) {
            removed = network.storage().sweep(1000);
        }
        network.jumpStorageClock(YEARS.negated());
        return network
                .storage()
                .versions(VersionQuery.all(new EntryId("Purse", "k")).ascending())
                .items()
                .stream()
                .map(Entry::revision)
                .toList();
    }

    private List<Entry> pinEntries() {
        return network.storage().list(EntryQuery.keys("~pin", "")).items();
    }

    /** Revision 1, the first of the day, in history, 3 the present one, nobody holds it. */
    private void released() {
        Profile<Purse> profile = load(store, "k", DEFAULTS.userId("8421"));
        profile.update(purse -> purse.earn(1));
        saved(profile.saveAsync());
        saved(profile.releaseAsync());
    }

    @Test
    @DisplayName("a pinned revision is kept for ever and shows its name; its entry carries the user ids (P14)")
    void aPinnedRevisionStays() {
        released();
        assertThat(network.await(store.pinAsync("k", 1, "before the war")))
                .isEqualTo(new ProfileVersion.PinResult.Pinned(1, "before the war"));
        ProfileVersion.Pin pin = version(1).flatMap(ProfileVersion::pin).orElseThrow();
        assertThat(pin.name()).isEqualTo("before the war");
        assertThat(pin.by()).isEqualTo("a");
        assertThat(pin.at()).isBefore(network.instant().plusSeconds(1));
        assertThat(pinEntries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.content().userIds()).containsExactly("8421"));
        assertThat(network.await(store.pinAsync("k", 1, "again")))
                .isEqualTo(new ProfileVersion.PinResult.Pinned(1, "again"));
        assertThat(pinOf(1)).contains("again");
        assertThat(keptForEver()).containsExactly(1L);
    }

    @Test
    @DisplayName("P14: erasing a person takes his pinned revisions and their names; a profile born again can be pinned")
    void erased() {
        released();
        network.await(store.pinAsync("k", 1, "x"));
        network.await(a.eraseUserAsync("8421", UserDataOptions.defaults()));
        assertThat(pinEntries()).isEmpty();
        assertThat(version(1)).isEmpty();
        Profile<Purse> again = load(store, "k");
        again.update(purse -> purse.earn(1));
        long revision = saved(again.saveAsync()).revision();
        assertThat(network.await(store.pinAsync("k", 1, "x"))).isEqualTo(new ProfileVersion.PinResult.NotKept());
        assertThat(network.await(store.pinAsync("k", revision, "y")))
                .isInstanceOf(ProfileVersion.PinResult.Pinned.class);
        assertThat(pinOf(revision)).contains("y");
    }

    @Test
    @DisplayName("an unpinned revision goes when the policy says so, 24 h later at the earliest")
    void unpinned() {
        released();
        network.await(store.pinAsync("k", 1, "x"));
        assertThat(network.await(store.unpinAsync("k", 1))).isTrue();
        assertThat(pinOf(1)).isEmpty();
        assertThat(pinEntries()).isEmpty();
        network.jumpStorageClock(Duration.ofHours(23));
        network.storage().sweep(1000);
        assertThat(version(1)).isPresent();
        assertThat(keptForEver()).isEmpty();
        assertThat(network.await(store.unpinAsync("k", 1))).isFalse();
    }

    @Test
    @DisplayName("what is not there can't be pinned, and leaves no name behind")
    void nothingToPin() {
        released();
        assertThat(network.await(store.pinAsync("k", 99, "x"))).isEqualTo(new ProfileVersion.PinResult.NotKept());
        assertThat(network.await(store.pinAsync("nobody", 1, "x"))).isEqualTo(new ProfileVersion.PinResult.NotKept());
        network.await(store.wipeProfileAsync("k"));
        long removal = versions().getFirst().revision();
        assertThat(network.await(store.pinAsync("k", removal, "x"))).isEqualTo(new ProfileVersion.PinResult.NotKept());
        assertThat(network.await(store.pinAsync("k", 3, "last"))).isInstanceOf(ProfileVersion.PinResult.Pinned.class);
        assertThat(pinEntries()).hasSize(1);
        for (String name : new String[] {"", " ", "x".repeat(101), "\0", "\ud800"}) {
            assertThatThrownBy(() -> store.pinAsync("k", 1, name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("the present state of a free profile is pinned by writing it once more; the reason stays in history")
    void theFreeCurrentOne() {
        released();
        Entry before = entry("k");
        assertThat(network.await(store.pinAsync("k", 3, "as sold")))
                .isEqualTo(new ProfileVersion.PinResult.Pinned(3, "as sold"));
        Entry after = entry("k");
        assertThat(after.revision()).isEqualTo(4);
        assertThat(after.content().value()).isEqualTo(before.content().value());
        assertThat(after.content().userIds()).containsExactly("8421");
        assertThat(after.content().holder()).isNull();
        assertThat(version(4).flatMap(ProfileVersion::note))
                .contains(new ProfileVersion.Note("pin of revision 3", "as sold", "a"));
        assertThat(keptForEver()).containsExactly(3L);
        assertThat(load(store, "k").data().coins()).isEqualTo(1);
    }

    @Test
    @DisplayName("the present state of a profile that is held here is pinned with the unsaved edits on top")
    void theCurrentOneHeldHere() {
        Profile<Purse> profile = load(store, "k");
        profile.update(purse -> purse.earn(1));
        long revision = saved(profile.saveAsync()).revision();
        profile.update(purse -> purse.earn(10));
        assertThat(network.await(store.pinAsync("k", revision, "x")))
                .isEqualTo(new ProfileVersion.PinResult.Pinned(revision, "x"));
        assertThat(profile.isActive()).isTrue();
        assertThat(network.await(store.viewProfileAsync("k", revision))
                        .orElseThrow()
                        .data()
                        .coins())
                .isEqualTo(1);
        assertThat(network.await(store.viewProfileAsync("k"))
                        .orElseThrow()
                        .data()
                        .coins())
                .isEqualTo(11);
        profile.update(purse -> purse.earn(100));
        saved(profile.releaseAsync());
        assertThat(keptForEver()).contains(revision);
        assertThat(load(store, "k").data().coins()).isEqualTo(111);
    }

    @Test
    @DisplayName("P13: the present state of a profile that another server holds is pinned there")
    void theCurrentOneHeldElsewhere() {
        Profile<Purse> profile = load(purses(server("b")), "k");
        profile.update(purse -> purse.earn(1));
        long revision = saved(profile.saveAsync()).revision();
        profile.update(purse -> purse.earn(10));
        assertThat(network.await(store.pinAsync("k", revision, "x")))
                .isEqualTo(new ProfileVersion.PinResult.Pinned(revision, "x"));
        assertThat(profile.isActive()).isTrue();
        assertThat(version(revision + 1).flatMap(ProfileVersion::note))
                .contains(new ProfileVersion.Note("pin of revision " + revision, "x", "a"));
        saved(profile.releaseAsync());
        assertThat(keptForEver()).contains(revision);
        assertThat(load(store, "k").data().coins()).isEqualTo(11);
    }

    @Test
    @DisplayName("P4: what a dead server held is pinned too, and is nobody's afterwards")
    void theCurrentOneOfADeadServer() {
        DataSave b = server("b");
        Profile<Purse> profile = load(purses(b), "k");
        profile.update(purse -> purse.earn(1));
        long revision = saved(profile.saveAsync()).revision();
        network.kill(b);
        network.advance(seconds(20));
        assertThat(network.await(store.pinAsync("k", revision, "x")))
                .isEqualTo(new ProfileVersion.PinResult.Pinned(revision, "x"));
        assertThat(entry("k").content().holder()).isNull();
        assertThat(load(store, "k").data().coins()).isEqualTo(1);
    }

    @Test
    @DisplayName("a holder that does not answer leaves the present state unpinned, and the answer names him")
    void theHolderDoesNotAnswer() {
        DataSave b = server("b", settings -> settings.leaseTime(Duration.ofMinutes(2)));
        Profile<Purse> profile = load(purses(b), "k");
        profile.update(purse -> purse.earn(1));
        long revision = saved(profile.saveAsync()).revision();
        network.pause(b);
        assertThat(network.await(store.pinAsync("k", revision, "x")))
                .isInstanceOfSatisfying(
                        ProfileVersion.PinResult.StillCurrent.class,
                        still -> assertThat(still.by().serverName()).isEqualTo("b"));
        network.resume(b);
        network.advance(seconds(30));
        assertThat(entry("k").revision()).isEqualTo(revision);
        assertThat(pinEntries()).isEmpty();
    }

    @Test
    @DisplayName("a pin that meets the end of the session pins what was the present state then")
    void theSessionEndsMeanwhile() {
        Profile<Purse> profile = load(store, "k");
        profile.update(purse -> purse.earn(1));
        long revision = saved(profile.saveAsync()).revision();
        profile.update(purse -> purse.earn(1));
        CompletableFuture<?> release = profile.releaseAsync();
        ProfileVersion.PinResult result = network.await(store.pinAsync("k", revision, "x"));
        network.await(release);
        assertThat(result)
                .isIn(new ProfileVersion.PinResult.Pinned(revision, "x"), new ProfileVersion.PinResult.NotKept());
        assertThat(pinOf(revision).isPresent()).isEqualTo(result instanceof ProfileVersion.PinResult.Pinned);
    }

    @Test
    @DisplayName(
            "P10: whatever fails in between, the same call again pins, and a name never stands without its revision")
    void anyStepMayFail() {
        for (int seed = 0; seed < 60; seed++) {
            try (VirtualNetwork stormy = new VirtualNetwork(seed)) {
                ProfileStore<Purse> purses = purses(stormy.server("a"));
                Profile<Purse> profile = profileOf(stormy.await(purses.loadProfileAsync("k")));
                boolean isHeld = seed % 2 == 0;
                profile.update(purse -> purse.earn(1));
                stormy.await(isHeld ? profile.saveAsync() : profile.releaseAsync());
                stormy.faults(Faults.calm().withErrors(0.2, 0.2).withTimeouts(0.05, 0.05));
                for (int i = 0; i < 3; i++) {
                    stormy.until(
                            purses.pinAsync("k", 2, "x").handle((result, failure) -> true)::isDone,
                            Duration.ofMinutes(5));
                }
                stormy.faults(Faults.calm());
                stormy.advance(Duration.ofMinutes(2));
                ProfileVersion.PinResult result = stormy.await(purses.pinAsync("k", 2, "x"));
                assertThat(result)
                        .as("seed %s", seed)
                        .isIn(new ProfileVersion.PinResult.Pinned(2, "x"), new ProfileVersion.PinResult.NotKept());
                boolean isShown = stormy
                        .await(purses.profileVersionsAsync("k", ProfileVersion.Range.all(), Paging.first(100)))
                        .items()
                        .stream()
                        .anyMatch(version ->
                                version.revision() == 2 && version.pin().isPresent());
                assertThat(isShown).as("seed %s", seed).isEqualTo(result instanceof ProfileVersion.PinResult.Pinned);
                stormy.jumpStorageClock(YEARS);
                stormy.storage().sweep(1000);
                assertThat(stormy.storage()
                                .versions(VersionQuery.revision(new EntryId("Purse", "k"), 2))
                                .items()
                                .size())
                        .as("seed %s", seed)
                        .isEqualTo(isShown ? 1 : 0);
            }
        }
    }

    @Test
    @DisplayName("a server that dies in between leaves nothing that counts, and another one brings it to an end")
    void deathInBetween() {
        for (int micros = 0; micros < 6_000; micros += 100) {
            try (VirtualNetwork apart = new VirtualNetwork(micros)) {
                DataSave dying = apart.server("a");
                Profile<Purse> profile = profileOf(apart.await(purses(dying).loadProfileAsync("k")));
                profile.update(purse -> purse.earn(1));
                long revision = ((SaveResult.Saved) apart.await(profile.releaseAsync())).revision();
                var unheard = purses(dying).pinAsync("k", revision, "x");
                apart.advance(Duration.ofNanos(micros * 1000L));
                apart.kill(dying);
                ProfileStore<Purse> other = purses(apart.server("b"));
                apart.advance(seconds(15));
                boolean isShown = apart
                        .await(other.profileVersionsAsync("k", ProfileVersion.Range.all(), Paging.first(100)))
                        .items()
                        .stream()
                        .anyMatch(version -> version.pin().isPresent());
                assertThat(isShown || !unheard.isDone())
                        .as("after %s us", micros)
                        .isTrue();
                assertThat(apart.await(other.pinAsync("k", revision, "y")))
                        .as("after %s us", micros)
                        .isEqualTo(new ProfileVersion.PinResult.Pinned(revision, "y"));
                assertThat(apart.await(other.unpinAsync("k", revision))).isTrue();
                assertThat(apart.storage().list(EntryQuery.keys("~pin", "")).items())
                        .isEmpty();
            }
        }
    }
}
