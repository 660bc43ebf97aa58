package dev.datasave.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.platform.Reason.Kind;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Players of whom a proxy, or another server, says that they will come. */
class ExpectedTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final VirtualNetwork network = new VirtualNetwork(42);
    private final List<String> problems = new ArrayList<>();
    private final DataSave lobby = server("lobby");
    private final ProfileStore<Purse> elsewhere = store(server("arena"));
    private final PlayerSessions<Purse, String> sessions = PlayerSessions.<Purse, String>builder(
                    store(lobby), (connection, reason) -> problems.add(connection + " is kicked: " + reason))
            .timer(network::schedule)
            .build();

    @AfterEach
    void end() {
        assertThat(problems).isEmpty();
        network.close();
    }

    private DataSave server(String name) {
        return network.server(name, builder -> builder.listener(GameHost.quiet(problems)));
    }

    private static ProfileStore<Purse> store(DataSave server) {
        return server.profileStore(GameHost.STORE, Purse.class, Purse::fresh);
    }

    private Profile<Purse> play(ProfileStore<Purse> store, String key) {
        return switch (network.await(store.loadProfileAsync(key))) {
            case LoadResult.Loaded<Purse>(var profile) -> profile;
            case LoadResult.NotLoaded<Purse>(var reason) -> throw new AssertionError("found " + reason);
        };
    }

    private Profile<Purse> letIn(CompletableFuture<Arrival<Purse>> answer) {
        return switch (network.await(answer)) {
            case Arrival.LetIn<Purse>(var profile, var isNew) -> profile;
            case Arrival.Refused<Purse> refused -> throw new AssertionError("found " + refused);
        };
    }

    private boolean isHeld(String key) {
        return network.storage()
                .read(List.of(new EntryId(GameHost.STORE, key)))
                .getFirst()
                .filter(found -> found.content().holder() != null)
                .isPresent();
    }

    @Test
    void profileIsThereBeforeThePlayerIs() {
        Profile<Purse> there = play(elsewhere, "alice");
        List<ReleaseReason> reasons = new ArrayList<>();
        there.onRelease(reasons::add);
        there.update(purse -> purse.earn(5));

        sessions.expect("alice");
        sessions.expect("alice");
        network.advance(MOMENT);
        assertThat(reasons).containsExactly(ReleaseReason.HANDED_OVER);
        assertThat(sessions.connectionOf("alice")).isEmpty();

        Duration before = network.now();
        Profile<Purse> here = letIn(sessions.arriving("a", "alice"));
        assertThat(network.now().minus(before)).isLessThan(Duration.ofMillis(1));
        assertThat(here.data()).isEqualTo(new Purse(5));
        assertThat(sessions.arrived("a")).contains(here);
        network.advance(Duration.ofSeconds(30));
        assertThat(here.isActive()).isTrue();
    }

    @Test
    void loadThatIsUnderWayIsTakenOver() {
        sessions.expect("alice");
        CompletableFuture<Arrival<Purse>> answer = sessions.arriving("a", "alice");
        assertThat(letIn(answer).isActive()).isTrue();
        sessions.gone("a");
        network.advance(MOMENT);
        assertThat(isHeld("alice")).isFalse();
    }

    @Test
    void quitEndsALoadThatWasTakenOver() {
        sessions.expect("alice");
        CompletableFuture<Arrival<Purse>> answer = sessions.arriving("a", "alice");
        sessions.gone("a");
        assertThat(network.await(answer))
                .isInstanceOfSatisfying(
                        Arrival.Refused.class,
                        refused -> assertThat(refused.reason().kind()).isEqualTo(Kind.GONE));
        network.advance(MOMENT);
        assertThat(isHeld("alice")).isFalse();
    }

    @Test
    void whoDoesNotComeIsGivenBack() {
        sessions.expect("alice");
        network.advance(Duration.ofSeconds(9));
        assertThat(isHeld("alice")).isTrue();
        network.advance(Duration.ofSeconds(2));
        assertThat(isHeld("alice")).isFalse();
    }

    @Test
    void whatOthersHaveTakenMeanwhileIsLoadedAnew() {
        sessions.expect("alice");
        network.advance(MOMENT);
        play(elsewhere, "alice").update(purse -> purse.earn(7));
        assertThat(letIn(sessions.arriving("a", "alice")).data()).isEqualTo(new Purse(7));
    }

    @Test
    void whoIsHereAlreadyIsNotExpected() {
        Profile<Purse> profile = letIn(sessions.arriving("a", "alice"));
        sessions.arrived("a");
        sessions.expect("alice");
        network.advance(Duration.ofSeconds(20));
        assertThat(profile.isActive()).isTrue();
        assertThat(sessions.profileOf("a")).contains(profile);
    }

    @Test
    void stopEndsWhatIsExpected() {
        sessions.expect("alice");
        network.advance(MOMENT);
        sessions.expect("bob");
        ShutdownReport report = network.await(sessions.stop(Duration.ofSeconds(5)));
        assertThat(report).isEqualTo(new ShutdownReport(0, 0, List.of(), List.of()));
        assertThat(isHeld("alice")).isFalse();
        sessions.expect("carol");
        network.advance(MOMENT);
        assertThat(isHeld("bob")).isFalse();
        assertThat(isHeld("carol")).isFalse();
    }

    @Test
    void floodOfHintsDoesNotTakeEveryProfile() {
        for (int i = 0; i < 1_100; i++) {
            sessions.expect("player-" + i);
        }
        network.advance(Duration.ofSeconds(5));
        assertThat(isHeld("player-999")).isTrue();
        assertThat(isHeld("player-1000")).isFalse();
    }

    @Test
    void keyThatCannotBeIsRefused() {
        assertThatThrownBy(() -> sessions.expect("")).isInstanceOf(IllegalArgumentException.class);
    }
}
