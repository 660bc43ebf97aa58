package dev.datasave.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.LoadOptions;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ProfileStore;
import dev.datasave.WhenHeld;
import dev.datasave.platform.PlayerSessions.SamePlayer;
import dev.datasave.platform.Reason.Kind;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One server's sessions in virtual time. A connection is a text here. */
class PlayerSessionsTest {
    private final VirtualNetwork network = new VirtualNetwork(42);
    private final List<String> kicked = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final DataSave server = server("lobby");
    private final ProfileStore<Purse> store = store(server);
    private final PlayerSessions<Purse, String> sessions = sessions(builder -> builder);

    @AfterEach
    void end() {
        network.close();
    }

    private DataSave server(String name) {
        return network.server(name, builder -> builder.listener(GameHost.quiet(problems)));
    }

    private static ProfileStore<Purse> store(DataSave server) {
        return server.profileStore(GameHost.STORE, Purse.class, Purse::fresh);
    }

    private PlayerSessions<Purse, String> sessions(UnaryOperator<PlayerSessions.Builder<Purse, String>> settings) {
        PlayerSessions.Builder<Purse, String> builder =
                PlayerSessions.builder(store, (connection, reason) -> kicked.add(connection + " " + reason.kind()));
        return settings.apply(builder.timer(network::schedule).problem((what, thrown) -> problems.add(what)))
                .build();
    }

    private Profile<Purse> enter(PlayerSessions<Purse, String> here, String connection, String key) {
        Profile<Purse> profile = letIn(here.arriving(connection, key));
        assertThat(here.arrived(connection)).contains(profile);
        return profile;
    }

    private Profile<Purse> letIn(CompletableFuture<Arrival<Purse>> answer) {
        return switch (network.await(answer)) {
            case Arrival.LetIn<Purse>(var profile, var isNew) -> profile;
            case Arrival.Refused<Purse> refused -> throw new AssertionError("found " + refused);
        };
    }

    private Kind refusal(CompletableFuture<Arrival<Purse>> answer) {
        return switch (network.await(answer)) {
            case Arrival.LetIn<Purse> in -> throw new AssertionError("found " + in);
            case Arrival.Refused<Purse>(var reason, var load) -> reason.kind();
        };
    }

    private boolean isHeld(String key) {
        Optional<Entry> entry = network.storage()
                .read(List.of(new EntryId(GameHost.STORE, key)))
                .getFirst();
        return entry.filter(found -> found.content().holder() != null).isPresent();
    }

    private void aMoment() {
        network.advance(Duration.ofSeconds(1));
    }

    @Test
    void playerComesInPlaysAndLeaves() {
        Profile<Purse> profile = enter(sessions, "a", "alice");
        assertThat(store.findFirstProfile("alice")).contains(profile);
        assertThat(sessions.profileOf("a")).contains(profile);
        assertThat(sessions.connectionOf("alice")).contains("a");
        assertThat(sessions.connections()).containsExactly("a");
        profile.update(purse -> purse.earn(5));

        sessions.gone("a");
        assertThat(profile.state()).isEqualTo(ProfileState.RELEASED);
        assertThat(sessions.profileOf("a")).isEmpty();
        assertThat(sessions.connectionOf("alice")).isEmpty();
        aMoment();
        assertThat(isHeld("alice")).isFalse();
        assertThat(kicked).isEmpty();
        assertThat(enter(sessions, "b", "alice").data()).isEqualTo(new Purse(5));
    }

    @Test
    void onlyTheFirstVisitIsNew() {
        assertThat(network.await(sessions.arriving("a", "alice")))
                .isInstanceOfSatisfying(
                        Arrival.LetIn.class, in -> assertThat(in.isNew()).isTrue());
        sessions.gone("a");
        assertThat(network.await(sessions.arriving("b", "alice")))
                .isInstanceOfSatisfying(
                        Arrival.LetIn.class, in -> assertThat(in.isNew()).isFalse());
    }

    @Test
    void askingTwiceGivesOneAnswer() {
        CompletableFuture<Arrival<Purse>> first = sessions.arriving("a", "alice");
        CompletableFuture<Arrival<Purse>> second = sessions.arriving("a", "alice");
        assertThat(network.await(second)).isSameAs(network.await(first));
        sessions.gone("a");
        aMoment();
        assertThat(network.await(sessions.arriving("a", "alice"))).isSameAs(first.join());
        assertThat(isHeld("alice")).isFalse();
    }

    @Test
    void quitWhileLoadingEndsTheLoad() {
        CompletableFuture<Arrival<Purse>> answer = sessions.arriving("a", "alice");
        sessions.gone("a");
        assertThat(refusal(answer)).isEqualTo(Kind.GONE);
        aMoment();
        assertThat(isHeld("alice")).isFalse();
    }

    @Test
    void quitBeforeAskingIsRemembered() {
        sessions.gone("a");
        sessions.gone("a");
        assertThat(refusal(sessions.arriving("a", "alice"))).isEqualTo(Kind.GONE);
        assertThat(sessions.arrived("a")).isEmpty();
        network.advance(Duration.ofSeconds(61));
        assertThat(sessions.remembered()).isZero();
    }

    @Test
    void cancellingTheAnswerDoesNothing() {
        sessions.arriving("a", "alice").cancel(true);
        letIn(sessions.arriving("a", "alice"));
    }

    @Test
    void whoIsNotSeenInTheGameIsSentAway() {
        letIn(sessions.arriving("a", "alice", LoadOptions.defaults().timeout(Duration.ofSeconds(5))));
        network.advance(Duration.ofSeconds(6));
        assertThat(kicked).containsExactly("a NEVER_ARRIVED");
        assertThat(sessions.arrived("a")).isEmpty();
        assertThat(isHeld("alice")).isFalse();
    }

    @Test
    void whoIsSeenBeforeTheAnswerIsNotSentAway() {
        assertThat(sessions.arrived("a")).isEmpty();
        CompletableFuture<Arrival<Purse>> answer = sessions.arriving("a", "alice");
        letIn(answer);
        network.advance(Duration.ofMinutes(2));
        assertThat(kicked).isEmpty();
        assertThat(sessions.profileOf("a")).isPresent();
    }

    @Test
    void whoDidNotAskMayNotPlay() {
        assertThat(sessions.arrived("a")).isEmpty();
        assertThat(sessions.profileOf("a")).isEmpty();
        network.advance(Duration.ofSeconds(61));
    }

    @Test
    void secondConnectionEndsTheFirst() {
        Profile<Purse> first = enter(sessions, "a", "alice");
        first.update(purse -> purse.earn(5));
        Profile<Purse> second = enter(sessions, "b", "alice");
        assertThat(kicked).containsExactly("a REPLACED");
        assertThat(second.data()).isEqualTo(new Purse(5));

        sessions.gone("a");
        aMoment();
        assertThat(second.isActive()).isTrue();
        assertThat(sessions.connectionOf("alice")).contains("b");
    }

    @Test
    void secondConnectionEndsTheFirstOnesLoad() {
        CompletableFuture<Arrival<Purse>> first = sessions.arriving("a", "alice");
        letIn(sessions.arriving("b", "alice"));
        assertThat(refusal(first)).isEqualTo(Kind.REPLACED);
        assertThat(kicked).isEmpty();
    }

    @Test
    void secondConnectionIsRefused() {
        PlayerSessions<Purse, String> strict = sessions(builder -> builder.samePlayer(SamePlayer.REFUSE_SECOND));
        Profile<Purse> first = enter(strict, "a", "alice");
        assertThat(refusal(strict.arriving("b", "alice"))).isEqualTo(Kind.ALREADY_HERE);
        strict.gone("b");
        aMoment();
        assertThat(first.isActive()).isTrue();
        strict.gone("a");
        enter(strict, "c", "alice");
    }

    @Test
    void whoHopsIsSentAwayHere() {
        enter(sessions, "a", "alice");
        ProfileStore<Purse> other = store(server("arena"));
        network.await(other.loadProfileAsync("alice"));
        assertThat(kicked).containsExactly("a HANDED_OVER");
        assertThat(sessions.profileOf("a")).isEmpty();
        assertThat(sessions.connections()).isEmpty();
    }

    @Test
    void loadThatFailsSaysWhy() {
        network.await(store(server("arena")).loadProfileAsync("alice"));
        LoadOptions polite = LoadOptions.defaults().whenHeld(WhenHeld.CANCEL);
        Arrival<Purse> answer = network.await(sessions.arriving("a", "alice", polite));
        assertThat(answer).isInstanceOfSatisfying(Arrival.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(new Reason(Kind.HELD, List.of("arena")));
            assertThat(refused.load().orElseThrow()).isInstanceOf(NotLoadedReason.Held.class);
        });
    }

    @Test
    void gameCanRefuseWhatItLoaded() {
        PlayerSessions<Purse, String> picky = sessions(builder -> builder.prepare((connection, profile) -> {
            throw new IllegalStateException("planned");
        }));
        assertThat(refusal(picky.arriving("a", "alice"))).isEqualTo(Kind.GAME_FAILED);
        aMoment();
        assertThat(isHeld("alice")).isFalse();
        assertThat(problems).containsExactly("profile alice was not let in");
    }

    @Test
    void nobodySeesAProfileBeforeTheGameHasPreparedIt() {
        List<Boolean> seen = new ArrayList<>();
        PlayerSessions<Purse, String> shy = sessions(builder -> builder.prepare((connection, profile) ->
                seen.add(store.findFirstProfile(profile.key()).isPresent())));
        enter(shy, "a", "alice");
        assertThat(seen).containsExactly(false);
    }

    @Test
    void badKeyIsRefusedAtOnceAndNothingStays() {
        assertThatThrownBy(() -> sessions.arriving("a", "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(sessions.remembered()).isZero();
    }

    @Test
    void kickThatThrowsDoesNoHarm() {
        PlayerSessions<Purse, String> clumsy = PlayerSessions.<Purse, String>builder(store, (connection, reason) -> {
                    throw new IllegalStateException("planned");
                })
                .timer(network::schedule)
                .problem((what, thrown) -> problems.add(what))
                .build();
        enter(clumsy, "a", "alice");
        letIn(clumsy.arriving("b", "alice"));
        assertThat(problems).containsExactly("player of alice was not kicked");
    }

    @Test
    void whoCanNoLongerBeReachedIsFound() {
        List<String> open = new ArrayList<>(List.of("a", "b"));
        PlayerSessions<Purse, String> careful = sessions(builder -> builder.stillConnected(open::contains));
        enter(careful, "a", "alice");
        Profile<Purse> bobs = enter(careful, "b", "bob");
        open.remove("a");
        network.advance(Duration.ofSeconds(12));
        assertThat(isHeld("alice")).isFalse();
        assertThat(bobs.isActive()).isTrue();
    }

    @Test
    void stopReleasesEverybodyThoseWhoAreLoadingToo() {
        enter(sessions, "a", "alice");
        letIn(sessions.arriving("b", "bob"));
        CompletableFuture<Arrival<Purse>> carol = sessions.arriving("c", "carol");
        ShutdownReport report = network.await(sessions.stop(Duration.ofSeconds(20)));
        assertThat(report).isEqualTo(new ShutdownReport(2, 1, List.of(), List.of()));
        assertThat(report.isClean()).isTrue();
        assertThat(kicked).containsExactlyInAnyOrder("a STOPPING", "b STOPPING");
        assertThat(refusal(carol)).isEqualTo(Kind.STOPPING);
        assertThat(List.of(isHeld("alice"), isHeld("bob"), isHeld("carol"))).containsOnly(false);

        sessions.gone("a");
        sessions.gone("c");
        assertThat(refusal(sessions.arriving("d", "dave"))).isEqualTo(Kind.STOPPING);
        assertThat(network.await(sessions.stop(Duration.ofSeconds(1)))).isEqualTo(report);
    }

    @Test
    void stopWithoutAnyoneIsDoneAtOnce() {
        assertThat(network.await(sessions.stop(Duration.ofSeconds(20)), Duration.ofMillis(1)))
                .isEqualTo(new ShutdownReport(0, 0, List.of(), List.of()));
    }

    @Test
    void stopThatCanNotSaveSaysSoInTime() {
        enter(sessions, "a", "alice").update(purse -> purse.earn(1));
        network.outage(Duration.ofMinutes(5));
        ShutdownReport report = network.await(sessions.stop(Duration.ofSeconds(3)), Duration.ofSeconds(4));
        assertThat(report.unfinished()).containsExactly("alice");
        assertThat(report.isClean()).isFalse();
    }

    @Test
    void closingDataSaveAloneSendsEverybodyAway() {
        enter(sessions, "a", "alice");
        network.closeServer(server);
        assertThat(kicked).containsExactly("a STOPPING");
        assertThat(refusal(sessions.arriving("b", "bob"))).isEqualTo(Kind.STOPPING);
    }

    @Test
    void quitInsideOfAnEditWaitsForNothingAndTheEditIsRefused() {
        Profile<Purse> profile = enter(sessions, "a", "alice");
        boolean isDone = profile.tryUpdate(purse -> {
            sessions.gone("a");
            return purse.earn(1);
        });
        assertThat(isDone).isFalse();
        aMoment();
        assertThat(isHeld("alice")).isFalse();
    }
}
