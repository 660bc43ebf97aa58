package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.Holder;
import dev.datasave.LoadResult;
import dev.datasave.Orphan;
import dev.datasave.Profile;
import dev.datasave.ProfileInfo;
import dev.datasave.ReleaseReason;
import dev.datasave.ServerInfo;
import dev.datasave.WhenHeld;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What servers of older builds have left when they died: leases, claims, notices, files in spools, orphans, and the mark of a sweep that stopped. */
class StoredServersTest extends ReadingFixtures {

    StoredServersTest(StoredFixture fixture) {
        super(fixture);
    }

    @Test
    @DisplayName(
            "P2, P4: a lease says whose it is and how long it is; when it is over, its server is buried and its profiles are free")
    void leases() {
        DataSave server = reader();
        network.advance(seconds(1));
        assertThat(server.servers())
                .extracting(ServerInfo::serverName)
                .containsExactlyInAnyOrder("reader", "lobby", "arena", "brink");
        assertThat(network.await(store(server).holderAsync("held")).map(Holder::serverName))
                .contains("brink");
        Duration before = network.now();
        Profile<Purse> profile = loaded(server, "held");
        assertThat(network.now().minus(before)).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(4));
        assertThat(profile.data()).isEqualTo(purse(50));
        network.advance(Duration.ofMillis(100)); // events are told beside the answer
        assertThat(events)
                .contains("reader buried brink", "reader acquired TAKEOVER")
                .doesNotContain("reader buried lobby");
        network.advance(seconds(12));
        assertThat(events).contains("reader buried lobby", "reader buried arena");
        assertThat(standing("~lease")).hasSize(1);
    }

    /** The profile, had without a claim as soon as its holder is dead. */
    private Profile<Purse> loadedInPeace(DataSave server, String key, List<ReleaseReason> reasons) {
        Profile<Purse> profile = load(store(server), key, DEFAULTS.whenHeld(WhenHeld.REPEAT));
        profile.onRelease(reasons::add);
        network.advance(seconds(5));
        assertThat(reasons).isEmpty();
        return profile;
    }

    private DataSave readerWithout(String store) {
        fixture.with(id -> !id.store().equals(store)).into(network, disk);
        return server("reader");
    }

    /** That record, as if it had been written for the session that has the profile now. */
    private void address(EntryId what, String key) {
        Entry then = fixture.revisions("Purse", what.store().equals("~claim") ? "claimed" : "robbed")
                .history()
                .getFirst();
        Entry now = entry(key);
        fixture.with(what::equals)
                .with(incarnation(then), incarnation(now))
                .with(session(then), session(now))
                .with("\"claimed\"", "\"" + key + "\"")
                .into(network, disk);
        network.advance(seconds(5));
    }

    @Test
    @DisplayName("P5: a claim is answered by the session that it names")
    void aClaimIsAnswered() {
        DataSave server = readerWithout("~claim");
        List<ReleaseReason> reasons = new ArrayList<>();
        loadedInPeace(server, "claimed", reasons);
        EntryId claim = fixture.of("~claim").getFirst().id();
        address(claim, "claimed");
        assertThat(reasons).containsExactly(ReleaseReason.HANDED_OVER);
        assertThat(stands(claim)).isFalse();
        assertThat(entry("claimed").content().holder())
                .as("the session of lobby, for which it was claimed")
                .startsWith(incarnation(fixture.revisions("Purse", "robbed").current()) + "/");
        network.advance(seconds(10));
        assertThat(loaded(server, "claimed").data()).as("lobby is dead as well").isEqualTo(purse(50));
    }

    @Test
    @DisplayName("P7: a claim that is no newer than the profile's last session is not answered")
    void anOldClaimIsNotAnswered() {
        DataSave server = readerWithout("~claim");
        List<ReleaseReason> reasons = new ArrayList<>();
        Profile<Purse> profile = loadedInPeace(server, "rich", reasons);
        EntryId claim = fixture.of("~claim").getFirst().id();
        address(claim, "rich");
        assertThat(reasons).isEmpty();
        assertThat(profile.isActive()).isTrue();
        assertThat(stands(claim)).isFalse();
    }

    @Test
    @DisplayName(
            "P7: whoever takes the profile over has seen the claim that stands, whose claimant is dead: it is old then")
    void aStandingClaimIsSeen() {
        DataSave server = reader();
        List<ReleaseReason> reasons = new ArrayList<>();
        loadedInPeace(server, "claimed", reasons);
        Entry claim = standing("~claim").getFirst();
        network.storage().write(List.of(Write.forget(claim, "test")), Atomicity.EACH);
        address(claim.id(), "claimed");
        assertThat(reasons).isEmpty();
    }

    @Test
    @DisplayName("P7: a claim that stands is followed by a higher one, which has its place")
    void aStandingClaimIsFollowed() {
        DataSave server = reader();
        CompletableFuture<LoadResult<Purse>> load = store(server).loadProfileAsync("claimed");
        network.advance(seconds(1));
        Entry claim = standing("~claim").getFirst();
        assertThat(claim.revision()).isEqualTo(2);
        assertThat(profileOf(network.await(load)).data()).isEqualTo(purse(50));
        network.advance(seconds(2));
        assertThat(stands(claim.id())).isFalse();
    }

    @Test
    @DisplayName("P8: a notice tells the session that was robbed")
    void aNotice() {
        DataSave server = readerWithout("~notice");
        List<ReleaseReason> reasons = new ArrayList<>();
        loadedInPeace(server, "robbed", reasons);
        EntryId notice = fixture.of("~notice").getFirst().id();
        Entry then = fixture.revisions("Purse", "robbed").history().getLast();
        Entry now = entry("robbed");
        fixture.with(notice::equals)
                .with(incarnation(then), incarnation(now))
                .with(session(then), session(now))
                .into(network, disk);
        network.advance(seconds(5));
        assertThat(reasons).containsExactly(ReleaseReason.STOLEN);
        assertThat(standing("~notice")).isEmpty();
    }

    @Test
    @DisplayName(
            "F18, P14: files of a spool are replayed, kept as an orphan, or dropped where something was erased since")
    void spool() {
        fixture.into(network, disk);
        assertThat(disk.states()).hasSize(4);
        DataSave server = spooling("reader");
        network.advance(seconds(5));
        assertThat(events)
                .contains(
                        "reader replayed spooled",
                        "reader orphanKept conflict",
                        "reader spoolDropped gone",
                        "reader spoolDropped shared")
                .noneMatch(event -> event.contains("spoolFailed"));
        assertThat(disk.states()).isEmpty();

        Profile<Purse> spooled = loaded(server, "spooled");
        assertThat(spooled.data()).isEqualTo(purse(7));
        assertThat(spooled.userIds()).containsExactly("spooled");
        assertThat(spooled.metadata()).isEqualTo(Map.of("clan", "blue"));
        assertThat(spooled.score()).hasValue(5);
        assertThat(spooled.info().loads()).isEqualTo(2);
        assertThat(spooled.info().revision()).isEqualTo(3);
        assertThat(loaded(server, "conflict").data()).isEqualTo(purse(100));
        Orphan<Purse> conflict = orphans(server, "conflict").getFirst();
        assertThat(conflict.data()).contains(purse(8));
        assertThat(conflict.server()).isEqualTo("wreck");
        assertThat(loaded(server, "gone").data()).isEqualTo(Purse.fresh());
        assertThat(loaded(server, "shared").data()).isEqualTo(purse(1));
        assertThat(loaded(server, "shared").userIds()).containsExactly("bob");
    }

    @Test
    @DisplayName("an orphan is listed with all that is known of it, and discarded")
    void orphan() {
        DataSave server = reader();
        List<Orphan<Purse>> orphans = orphans(server, "orphaned");
        assertThat(orphans).hasSize(1);
        Orphan<Purse> orphan = orphans.getFirst();
        assertThat(orphan.data()).contains(purse(77));
        assertThat(orphan.server()).isEqualTo("lost");
        assertThat(orphan.reason()).isEqualTo(ReleaseReason.CLOSING);
        assertThat(orphan.spooled()).isBetween(at("00:06:00"), at("00:07:00"));
        ProfileInfo info = orphan.info();
        assertThat(info.key()).isEqualTo("orphaned");
        assertThat(info.revision()).isEqualTo(1);
        assertThat(info.loads()).isEqualTo(1);
        assertThat(second(info.created())).isEqualTo(at("00:06:00"));
        assertThat(info.userIds()).containsExactly("orphaned");
        assertThat(info.metadata()).isEqualTo(Map.of("clan", "red"));
        assertThat(network.await(store(server).discardOrphanAsync("orphaned", orphan.id())))
                .isTrue();
        assertThat(orphans(server, "orphaned")).isEmpty();
        assertThat(view(server, "orphaned").data()).isEqualTo(purse(100));
    }

    private int historyOfOld() {
        return network.storage()
                .versions(VersionQuery.all(new EntryId("Guild", "old")))
                .items()
                .size();
    }

    @Test
    @DisplayName(
            "F22: the mark of a sweep that stopped stands for seven days from when it was made; then what is due goes")
    void sweepMark() {
        fixture.into(network, disk);
        Instant marked = entry("~sweep", "brake").updated();
        assertThat(marked).isBetween(at("00:01:00"), at("00:02:00"));
        for (Entry entry : network.storage()
                .versions(VersionQuery.all(new EntryId("Guild", "old")))
                .items()) {
            network.storage().retain(entry.id(), entry.revision(), Retention.keep(Duration.ofMillis(1)));
        }
        Instant sevenDays = marked.plus(Duration.ofDays(7));
        network.jumpStorageClock(Duration.between(network.instant(), sevenDays).minus(Duration.ofMinutes(10)));
        server("reader");
        network.advance(Duration.ofMinutes(5));
        assertThat(events).anyMatch(event -> event.contains("sweepStopped"));
        assertThat(historyOfOld()).isEqualTo(12);
        network.advance(Duration.ofMinutes(25));
        assertThat(historyOfOld()).isZero();
        assertThat(standing("~sweep")).isEmpty();
    }
}
