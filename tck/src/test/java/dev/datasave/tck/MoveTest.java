package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.EditOutcome;
import dev.datasave.GrantResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileStore.MoveOutcome;
import dev.datasave.ProfileVersion;
import dev.datasave.ReleaseReason;
import dev.datasave.RollbackOutcome;
import dev.datasave.WipeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Moving a profile to another key. */
class MoveTest extends MoveOnNetwork {
    private final DataSave a = keeping("a");
    private final DataSave b = keeping("b");

    private NotLoadedReason refusal(DataSave server, String key) {
        return refusal(purses(server).loadProfileAsync(key));
    }

    @Test
    @DisplayName("P15: data, purchases, waiting and consumed messages go to the new key, and none has its effect twice")
    void everythingGoesAlong() {
        player(a, "old");
        assertThat(move(b, "old", "new")).isEqualTo(new MoveOutcome.Moved(1));
        assertThat(keys()).containsExactly("new");
        assertThat(entry("new").content().userIds()).containsExactly("user-old");
        assertHasAllOnce(a, "new");
        assertThat(events).noneMatch(event -> event.contains("engineFault"));
    }

    @Test
    @DisplayName(
            "P15: the old key refuses to be born, says where the profile is, and repeating the call changes nothing")
    void theOldKeyRemembers() {
        player(a, "old");
        assertMoves(a, "old", "new");
        assertThat(refusal(b, "old")).isEqualTo(new NotLoadedReason.Moved("new"));
        assertThat(move(b, "old", "new")).isEqualTo(new MoveOutcome.Moved(1));
        assertThat(move(b, "old", "other")).isEqualTo(new MoveOutcome.MovedElsewhere("new"));
        network.jumpStorageClock(Duration.ofDays(100));
        assertThat(network.storage().sweep(1000)).isPositive();
        assertThat(refusal(b, "old")).isEqualTo(new NotLoadedReason.Moved("new"));
    }

    @Test
    @DisplayName("P15: what can't be moved is answered as a value, and changes nothing")
    void whatCannotBeMoved() {
        player(a, "old");
        player(a, "other");
        assertThat(move(a, "old", "other")).isEqualTo(new MoveOutcome.TargetExists());
        assertThat(move(a, "nobody", "new")).isEqualTo(new MoveOutcome.Absent());
        assertThatThrownBy(() -> moving(a, "old", "old")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> purses(a).moveProfileAsync("old", "new", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertHasAllOnceApart("old");
    }

    private void assertHasAllOnceApart(String key) {
        Profile<Purse> profile = loadTaking(a, key);
        network.until(() -> profile.data().coins() >= 115, seconds(10));
        assertThat(profile.data()).isEqualTo(new Purse(115, List.of("first", "second")));
    }

    @Test
    @DisplayName("P15: a session here ends as MOVED, one elsewhere is handed over, each with its last state")
    void sessionsEnd() {
        for (DataSave owner : List.of(a, b)) {
            String old = owner == a ? "here" : "there";
            List<ReleaseReason> reasons = new ArrayList<>();
            Profile<Purse> profile = load(purses(owner), old);
            profile.onRelease(reasons::add);
            profile.update(purse -> purse.earn(7));
            assertMoves(a, old, old + "-new");
            network.advance(seconds(1));
            assertThat(reasons).containsExactly(owner == a ? ReleaseReason.MOVED : ReleaseReason.HANDED_OVER);
            assertThat(load(purses(b), old + "-new").data().coins()).isEqualTo(7);
        }
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName("P15: messages to the old key reach the profile under the new one, however often it was moved")
    void lateMessages() {
        player(a, "one");
        assertMoves(a, "one", "two");
        assertMoves(b, "two", "three");
        send(a, "one", new Gift("late", 1));
        assertThat(pendingTypes(purses(b), "one")).containsExactly("Gift", "Gift");
        assertThat(pendingTypes(purses(b), "three")).containsExactly("Gift", "Gift");
        Profile<Purse> profile = loadTaking(b, "three");
        network.until(() -> profile.data().coins() == 116, seconds(10));
        send(a, "two", new Gift("later", 2));
        network.until(() -> profile.data().coins() == 118, seconds(10));
        assertThat(refusal(a, "one")).isEqualTo(new NotLoadedReason.Moved("three"));
    }

    @Test
    @DisplayName("P15: a profile can be moved back, and still has everything once")
    void backAgain() {
        player(a, "old");
        for (int i = 0; i < 3; i++) {
            assertMoves(a, "old", "new");
            assertMoves(b, "new", "old");
        }
        assertThat(refusal(b, "new")).isEqualTo(new NotLoadedReason.Moved("old"));
        assertHasAllOnce(b, "old");
    }

    @Test
    @DisplayName(
            "P13, P15: an operator who names the old key edits the profile under the new one; history tells who and why")
    void operatorsFindIt() {
        player(a, "old");
        assertMoves(a, "old", "new");
        assertThat(network.await(purses(b).editAsync("old", purse -> purse.earn(1), "goodwill")))
                .isInstanceOf(EditOutcome.Applied.class);
        assertThat(network.await(purses(b).viewProfileAsync("new"))
                        .orElseThrow()
                        .data()
                        .coins())
                .isEqualTo(106);
        assertThat(network.await(purses(b).viewProfileAsync("old"))).isEmpty();
        assertThat(notes("old")).contains("move to key new: " + WHY + " by a");
        assertThat(notes("new")).contains("move from key old: " + WHY + " by a");
        assertThat(network.await(purses(b).wipeProfileAsync("old"))).isEqualTo(new WipeResult.Absent());
    }

    private List<String> notes(String key) {
        return network
                .await(purses(a).profileVersionsAsync(key, ProfileVersion.Range.all(), Paging.first(50)))
                .items()
                .stream()
                .flatMap(version -> version.note().stream())
                .map(note -> note.action() + ": " + note.why() + " by " + note.by())
                .toList();
    }

    @Test
    @DisplayName(
            "P13, P15: a rollback to a revision of the old key takes back the purchases made since, under either key")
    void rollBackAcrossTheMove() {
        Profile<Purse> profile = load(purses(a), "old");
        buy(profile, "early");
        long then = saved(profile.saveAsync()).revision();
        profile.update(purse -> purse.earn(1));
        buy(profile, "before");
        saved(profile.releaseAsync());
        assertMoves(a, "old", "new");
        Profile<Purse> moved = load(purses(a), "new");
        buy(moved, "after");
        saved(moved.releaseAsync());
        RollbackOutcome outcome = network.await(purses(b).rollbackAsync("old", then, "stolen account"));
        assertThat(outcome).isInstanceOf(RollbackOutcome.RolledBack.class);
        RollbackOutcome.TakenBack back = ((RollbackOutcome.RolledBack) outcome).takenBack();
        assertThat(back.receipts()).containsExactly("after", "before");
        Profile<Purse> now = load(purses(b), "new");
        assertThat(now.data().coins()).isEqualTo(100);
        assertThat(buy(now, "early")).isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(buy(now, "before")).isInstanceOf(GrantResult.TakenBack.class);
        assertThat(buy(now, "after")).isInstanceOf(GrantResult.TakenBack.class);
        assertMoves(a, "new", "newest");
        Profile<Purse> last = load(purses(b), "newest");
        assertThat(buy(last, "early")).isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(buy(last, "before")).isInstanceOf(GrantResult.TakenBack.class);
    }

    @Test
    @DisplayName(
            "P15: purchases of an earlier life of the new key are no purchases of the profile that was moved there")
    void theTargetHadALife() {
        Profile<Purse> earlier = load(purses(a), "new");
        buy(earlier, "shield");
        assertThat(network.await(purses(a).wipeProfileAsync("new"))).isInstanceOf(WipeResult.Wiped.class);
        player(a, "old");
        assertMoves(a, "old", "new");
        Profile<Purse> profile = load(purses(b), "new");
        assertThat(buy(profile, "sword")).isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(buy(profile, "shield")).isInstanceOf(GrantResult.TakenBack.class);
        assertThat(network.await(purses(a).rollbackAsync("new", 2, "not this profile's")))
                .isEqualTo(new RollbackOutcome.NoSuchRevision());
    }

    @Test
    @DisplayName("P13, P15: a message that a rollback took back is sent again under the new key")
    void messageAgain() {
        Profile<Purse> profile = loadTaking(a, "old");
        long then = saved(profile.saveAsync()).revision();
        String message = send(b, "old", new Gift("g", 5));
        network.until(() -> profile.data().coins() == 5, seconds(5));
        saved(profile.releaseAsync());
        network.advance(seconds(3));
        assertMoves(a, "old", "new");
        assertThat(network.await(purses(b).rollbackAsync("old", then, "r")))
                .isInstanceOf(RollbackOutcome.RolledBack.class);
        assertThat(network.await(purses(b).messageAgainAsync("old", message, "m")))
                .isInstanceOf(EditOutcome.Applied.class);
        Profile<Purse> moved = loadTaking(b, "new");
        network.until(() -> moved.data().coins() == 5, seconds(5));
        network.advance(seconds(5));
        assertThat(moved.data().items()).containsExactly("g");
    }

    @Test
    @DisplayName("P15: keys can be swapped by way of a third one")
    void swapped() {
        player(a, "x");
        load(purses(a), "y").update(purse -> purse.earn(1));
        assertMoves(a, "x", "tmp");
        assertMoves(b, "y", "x");
        assertMoves(a, "tmp", "y");
        assertHasAllOnce(b, "y");
        assertThat(load(purses(a), "x").data().coins()).isEqualTo(1);
        assertThat(network.await(purses(a).rollbackAsync("x", 2, "of another player")))
                .isEqualTo(new RollbackOutcome.NoSuchRevision());
    }
}
