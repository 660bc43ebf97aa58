package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.datasave.ConnectedEntry;
import dev.datasave.DataEntry;
import dev.datasave.DataResult;
import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.EditOutcome;
import dev.datasave.GrantResult;
import dev.datasave.HistoryPolicy.Superseded;
import dev.datasave.KeyInfo;
import dev.datasave.NotLoadedReason;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileInfo;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.ProfileView;
import dev.datasave.Ranking;
import dev.datasave.RollbackOutcome;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.tck.FixtureScenario.Guild;
import dev.datasave.tck.FixtureScenario.Ship;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Profiles and shared records that older builds have stored, with their history, pins, receipts and marks. */
class StoredProfilesTest extends ReadingFixtures {
    private static final Paging PAGE = Paging.first(100);

    private final DataSave server = reader();

    StoredProfilesTest(StoredFixture fixture) {
        super(fixture);
    }

    private List<ProfileVersion> versions(String key) {
        return network.await(store(server).profileVersionsAsync(key, ProfileVersion.Range.all(), PAGE))
                .items();
    }

    private ProfileVersion version(String key, long revision) {
        return versions(key).stream()
                .filter(version -> version.revision() == revision)
                .findFirst()
                .orElseThrow();
    }

    private static <T, R> List<R> each(List<T> list, Function<T, R> function) {
        return list.stream().map(function).toList();
    }

    @Test
    @DisplayName("a profile: its data, people, metadata, score and counters")
    void aProfile() {
        ProfileView<Purse> view = view(server, "rich");
        assertThat(view.data()).isEqualTo(purse(22, "sword"));
        assertThat(view.info().revision()).isEqualTo(8);
        assertThat(view.info().loads()).isEqualTo(3);
        assertThat(view.info().holder()).isEmpty();

        Profile<Purse> profile = loaded(server, "rich");
        assertThat(profile.data()).isEqualTo(purse(22, "sword"));
        ProfileInfo info = profile.info();
        assertThat(info.store()).isEqualTo("Purse");
        assertThat(info.revision()).isEqualTo(9);
        assertThat(info.loads()).isEqualTo(4);
        assertThat(second(info.created())).isEqualTo(at("00:02:00"));
        assertThat(info.userIds()).containsExactlyInAnyOrder("8421", "u2");
        assertThat(info.metadata()).isEqualTo(Map.of("rank", "gold ü"));
        assertThat(info.score()).hasValue(13);
        profile.update(purse -> purse.earn(1));
        assertThat(saved(profile.releaseAsync()).revision()).isEqualTo(10);
    }

    @Test
    @DisplayName("its history: data, authors, ends of sessions, what operators did and why, the name of a pin")
    void itsHistory() {
        List<ProfileVersion> versions = versions("rich");
        assertThat(each(versions, ProfileVersion::revision)).containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(each(versions, ProfileVersion::endsSession))
                .containsExactly(true, true, false, true, false, false, false, false);
        assertThat(each(versions, version -> version.author().orElseThrow().serverName()))
                .containsExactly("lobby", "arena", "arena", "lobby", "lobby", "lobby", "lobby", "lobby");
        assertThat(each(versions, version -> second(version.updated()))).containsOnly(at("00:02:00"));
        assertThat(version("rich", 4).note())
                .contains(new ProfileVersion.Note("edit", "lost items, ticket 12", "lobby"));
        ProfileVersion.Pin pin = version("rich", 2).pin().orElseThrow();
        assertThat(pin.name()).isEqualTo("before the war");
        assertThat(pin.by()).isEqualTo("lobby");
        assertThat(second(pin.at())).isEqualTo(at("00:02:00"));
        assertThat(each(versions, ProfileVersion::pin))
                .filteredOn(Optional::isPresent)
                .hasSize(1);

        ProfileView<Purse> old =
                network.await(store(server).viewProfileAsync("rich", 2)).orElseThrow();
        assertThat(old.data()).isEqualTo(purse(10, "sword"));
        assertThat(old.info().userIds()).containsExactly("8421");
        assertThat(network.await(store(server).profileDiffAsync("rich", 2, 4))).isPresent();
        assertThat(network.await(store(server).rollbackAsync("rich", 2, "test")))
                .isInstanceOf(RollbackOutcome.RolledBack.class);
        assertThat(view(server, "rich").data()).isEqualTo(purse(10, "sword"));
        assertThat(network.await(store(server).unpinAsync("rich", 2))).isTrue();
        assertThat(version("rich", 2).pin()).isEmpty();
    }

    @Test
    @DisplayName("a pin that was begun and not finished is no name, and can be finished")
    void halfAPin() {
        assertThat(each(versions("pinned"), ProfileVersion::pin)).containsOnly(Optional.empty());
        assertThat(network.await(store(server).unpinAsync("pinned", 2))).isTrue();
        assertThat(network.await(store(server).pinAsync("pinned", 2, "whole")))
                .isEqualTo(new ProfileVersion.PinResult.Pinned(2, "whole"));
        assertThat(version("pinned", 2).pin().orElseThrow().name()).isEqualTo("whole");
    }

    @Test
    @DisplayName(
            "what the history policy is asked about: when the revision before was written, and the last session's end")
    void whatHistoryIsDecidedBy() {
        List<Superseded> asked = new ArrayList<>();
        ProfileStore<Purse> store = server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().history(superseded -> {
                    asked.add(superseded);
                    return Retention.pin();
                }));
        load(store, "rich");
        Superseded superseded = asked.getFirst();
        assertThat(superseded.endsSession()).isTrue();
        assertThat(superseded.before().map(ReadingFixtures::second)).contains(at("00:02:00"));
        assertThat(superseded.endBefore().map(ReadingFixtures::second)).contains(at("00:02:00"));
        load(store, "told");
        assertThat(asked.getLast().before().map(ReadingFixtures::second)).contains(at("00:02:00"));
        assertThat(asked.getLast().endBefore()).isEmpty();
    }

    private GrantResult grant(CompletableFuture<GrantResult> grant) {
        return network.await(grant);
    }

    @Test
    @DisplayName(
            "P12, P13: a receipt refuses a second grant; of one that a rollback took back it is told, and it is granted again if asked for")
    void receipts() {
        Profile<Purse> profile = loaded(server, "back");
        assertThat(profile.data()).isEqualTo(purse(101));
        assertThat(grant(profile.grantOnceAsync("order-1", purse -> purse.earn(100))))
                .isEqualTo(new GrantResult.AlreadyGranted(3));
        assertThat(grant(profile.grantOnceAsync("order-2", purse -> purse.earn(100))))
                .isEqualTo(new GrantResult.TakenBack(4));
        assertThat(profile.data()).isEqualTo(purse(101));
        assertThat(grant(profile.grantAgainAsync("order-2", purse -> purse.earn(100))))
                .isEqualTo(new GrantResult.Granted(11));
        assertThat(grant(profile.grantAgainAsync("order-1", purse -> purse.earn(100))))
                .isEqualTo(new GrantResult.AlreadyGranted(3));
        assertThat(grant(profile.grantOnceAsync("order-3", purse -> purse.earn(1))))
                .isEqualTo(new GrantResult.Granted(12));
        assertThat(profile.data()).isEqualTo(purse(202));
    }

    @Test
    @DisplayName("P13: a message that a rollback took back is known as such, and sent again once")
    void aMessageTakenBack() {
        assertThat(taking(server, "back").data()).as("not by itself").isEqualTo(purse(101));
        assertThat(network.await(store(server).messageAgainAsync("back", "nobody/000000000001", "test")))
                .isInstanceOfSatisfying(EditOutcome.Refused.class, refused -> {
                    List<String> known = Pattern.compile("[a-z2-7]{16}/[0-9]{12}")
                            .matcher(refused.why())
                            .results()
                            .map(MatchResult::group)
                            .toList();
                    assertThat(known).hasSize(1);
                    assertThat(network.await(store(server).messageAgainAsync("back", known.getFirst(), "test")))
                            .isInstanceOf(EditOutcome.Applied.class);
                    assertThat(network.await(store(server).messageAgainAsync("back", known.getFirst(), "test")))
                            .isInstanceOf(EditOutcome.Refused.class);
                });
        network.advance(seconds(3));
        assertThat(store(server)
                        .findFirstProfile("back")
                        .orElseGet(() -> taking(server, "back"))
                        .data())
                .isEqualTo(purse(104, "gem"));
    }

    @Test
    @DisplayName("P12: a profile that was removed begins anew, and knows what was granted in its life before")
    void aRemovedProfile() {
        assertThat(network.await(store(server).viewProfileAsync("wiped"))).isEmpty();
        Profile<Purse> profile = loaded(server, "wiped");
        assertThat(profile.data()).isEqualTo(Purse.fresh());
        assertThat(profile.info().loads()).isEqualTo(1);
        assertThat(profile.info().revision()).isEqualTo(7);
        assertThat(grant(profile.grantOnceAsync("order-9", purse -> purse.earn(100))))
                .isEqualTo(new GrantResult.TakenBack(3));
        assertThat(network.await(store(server).viewProfileAsync("wiped", 4))
                        .orElseThrow()
                        .data())
                .isEqualTo(purse(105));
    }

    @Test
    @DisplayName("P14: an erased key is born again, and gets what was sent to it since")
    void anErasedProfile() {
        assertThat(network.await(store(server).viewProfileAsync("gone"))).isEmpty();
        Profile<Purse> profile = taking(server, "gone");
        assertThat(profile.data()).isEqualTo(purse(9, "welcome"));
        assertThat(profile.info().loads()).isEqualTo(1);
        assertThat(profile.userIds()).isEmpty();
        assertThat(saved(profile.saveAsync()).revision()).isEqualTo(5);
    }

    @Test
    @DisplayName("a profile of an older schema is migrated from there; one of a newer schema is refused")
    void schemas() {
        ProfileOptions<Ship> known = ProfileOptions.<Ship>defaults()
                .migration(1, 1, tree -> {
                    throw new IllegalStateException("it is of version 1");
                })
                .migration(2, 1, tree -> {
                    tree.getAsJsonObject()
                            .addProperty(
                                    "guns", tree.getAsJsonObject().get("guns").getAsLong() * 2);
                    return tree;
                });
        ProfileStore<Ship> store = server.profileStore("Ship", Ship.class, () -> new Ship("none", 0), known);
        assertThat(network.await(store.profileVersionsAsync("argo", ProfileVersion.Range.all(), PAGE))
                        .items())
                .extracting(ProfileVersion::schema)
                .containsExactly(1, 1);
        NotLoadedReason reason = refusal(server("old")
                .profileStore("Ship", Ship.class, () -> new Ship("none", 0))
                .loadProfileAsync("argo"));
        assertThat(reason).isEqualTo(new NotLoadedReason.NewerSchema(1, 0));
        assertThat(load(store, "argo").data()).isEqualTo(new Ship("Argo", 20));
    }

    @Test
    @DisplayName("since version 2: who was taken off the list stays off, and ties have times")
    void whoIsOffTheList() {
        assumeTrue(stands(new EntryId("Purse", "banned")), "a fixture of version 2 or later");
        Profile<Purse> banned = loaded(server, "banned");
        assertThat(banned.isListed()).isFalse();
        banned.score(OptionalLong.of(1000));
        saved(banned.saveAsync());
        assertThat(network.await(store(server).rankAsync("banned"))).isEmpty();
        banned.listed(true);
        banned.score(OptionalLong.of(1000));
        saved(banned.releaseAsync());
        assertThat(network.await(store(server).rankAsync("banned"))).hasValue(1);
        Content.Score score =
                Objects.requireNonNull(entry("Guild", "owls").content().score());
        assertThat(score.value()).isEqualTo(7);
        assertThat(second(Instant.ofEpochMilli(-score.tie()))).isEqualTo(at("00:05:00"));
    }

    private static Guild value(Optional<DataEntry<Guild>> entry) {
        return entry.orElseThrow().value();
    }

    @Test
    @DisplayName("shared records: values, people, metadata, scores, history, and removals")
    void records() {
        DataStore<Guild> guilds = FixtureScenario.guilds(server);
        DataEntry<Guild> owls = network.await(guilds.getAsync("owls")).orElseThrow();
        assertThat(owls.value()).isEqualTo(new Guild("Night Owls", 3));
        KeyInfo info = owls.info();
        assertThat(info.revision()).isEqualTo(3);
        assertThat(second(info.created())).isEqualTo(at("00:05:00"));
        assertThat(info.userIds()).containsExactly("8421");
        assertThat(info.metadata()).isEqualTo(Map.of("colour", "blue"));
        assertThat(info.score()).isEqualTo(OptionalLong.of(7));

        assertThat(each(
                        network.await(guilds.listVersionsAsync("owls", ProfileVersion.Range.all(), PAGE))
                                .items(),
                        KeyInfo::revision))
                .containsExactly(2L, 1L);
        assertThat(value(network.await(guilds.getVersionAsync("owls", 1)))).isEqualTo(new Guild("Owls", 1));
        assertThat(value(network.await(guilds.getVersionAtTimeAsync("owls", at("00:05:30")))))
                .isEqualTo(new Guild("Night Owls", 3));
        assertThat(each(network.await(guilds.listKeysAsync("", PAGE)).items(), KeyInfo::key))
                .containsExactly("hawks", "old", "owls");
        assertThat(each(
                        network.await(guilds.topAsync(Ranking.Range.all(), PAGE))
                                .items(),
                        Ranking.Place::key))
                .containsExactly("hawks", "owls");

        assertThat(network.await(guilds.getAsync("foxes"))).isEmpty();
        assertThat(value(network.await(guilds.getVersionAsync("foxes", 1)))).isEqualTo(new Guild("Foxes", 4));
        assertThat(network.await(guilds.setAsync("foxes", new Guild("Foxes", 5))))
                .isInstanceOfSatisfying(
                        DataResult.Written.class,
                        written -> assertThat(written.entry().info().revision()).isEqualTo(3));
        assertThat(network.await(guilds.updateAsync(
                        "owls",
                        found -> found.map(entry ->
                                new Guild(entry.value().name(), entry.value().members() + 1)))))
                .isInstanceOf(DataResult.Written.class);
        assertThat(value(network.await(guilds.getAsync("owls")))).isEqualTo(new Guild("Night Owls", 4));
    }

    @Test
    @DisplayName("profiles in the order of their scores, by key, and by person")
    void lists() {
        assertThat(each(
                        network.await(store(server).topAsync(Ranking.Range.all(), PAGE))
                                .items(),
                        Ranking.Place::key))
                .containsExactly("rich", "mail");
        assertThat(network.await(store(server).rankAsync("mail"))).hasValue(2);
        assertThat(each(
                        network.await(store(server).profileKeysAsync("asked-", PAGE))
                                .items(),
                        KeyInfo::key))
                .containsExactly("asked-again", "asked-edit", "asked-message", "asked-pin", "asked-rollback");
        assertThat(each(
                        network.await(server.connectedEntriesAsync("8421", UserDataOptions.defaults(), PAGE))
                                .items(),
                        ConnectedEntry::store))
                .containsExactlyInAnyOrder("Purse", "Guild", "~pin");
    }
}
