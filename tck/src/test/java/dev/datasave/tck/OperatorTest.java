package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.EditOutcome;
import dev.datasave.EditOutcome.Applied;
import dev.datasave.EditOutcome.Where;
import dev.datasave.GrantResult;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileState;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.RollbackOutcome;
import dev.datasave.RollbackOutcome.RolledBack;
import dev.datasave.tck.network.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What operators do to profiles (P13). */
class OperatorTest extends GameOnNetwork {
    private static final ProfileOptions<Purse> OPTIONS = ProfileOptions.<Purse>defaults()
            .namedEdit("fine", (purse, amount) -> purse.earn(-amount.getAsLong()))
            .namedEdit("broken", (purse, nothing) -> {
                throw new IllegalStateException("it is broken");
            });

    private final DataSave a = server("a");
    private final ProfileStore<Purse> here = store(a);

    private static ProfileStore<Purse> store(DataSave server) {
        return server.profileStore("Purse", Purse.class, Purse::fresh, OPTIONS);
    }

    private CompletableFuture<EditOutcome> earn(ProfileStore<Purse> store, String key, long amount) {
        return store.editAsync(key, purse -> purse.earn(amount), "lost items, ticket 12");
    }

    private RolledBack rolledBack(CompletableFuture<RollbackOutcome> rollback) {
        RollbackOutcome outcome = network.await(rollback);
        assertThat(outcome).isInstanceOf(RolledBack.class);
        return (RolledBack) outcome;
    }

    @Test
    @DisplayName("P13: an edit of a profile that is loaded here is applied to its session and stored, with the reason")
    void editHere() {
        Profile<Purse> profile = load(here, "k");
        EditOutcome outcome = network.await(earn(here, "k", 5));
        assertThat(outcome).isEqualTo(new Applied(Where.HERE, 2));
        assertThat(profile.data().coins()).isEqualTo(5);
        assertThat(profile.isActive()).isTrue();
        assertThat(entry("k").content().system()).contains("ticket 12").contains("\"by\":\"a\"");
    }

    @Test
    @DisplayName("P13: an edit of a profile that nobody holds is one checked write, and nobody holds it afterwards")
    void editUnheld() {
        network.await(load(here, "k").releaseAsync());
        assertThat(network.await(earn(store(server("b")), "k", 5)))
                .isInstanceOfSatisfying(
                        Applied.class, applied -> assertThat(applied.where()).isEqualTo(Where.UNHELD));
        assertThat(entry("k").content().value()).contains("5");
        assertThat(entry("k").content().holder()).isNull();
    }

    @Test
    @DisplayName("P13, F27: a profile that another server holds is not edited behind its back")
    void editHeldElsewhere() {
        load(here, "k");
        assertThat(network.await(earn(store(server("b")), "k", 5)))
                .isInstanceOfSatisfying(
                        EditOutcome.HeldElsewhere.class,
                        held -> assertThat(held.by().serverName()).isEqualTo("a"));
        assertThat(entry("k").content().value()).doesNotContain("5");
    }

    @Test
    @DisplayName("P4, P13: an edit of a profile that a dead server left takes it over")
    void editOfTheDead() {
        network.await(load(here, "k").saveAsync());
        DataSave b = server("b");
        network.kill(a);
        network.advance(seconds(12));
        assertThat(network.await(earn(store(b), "k", 5))).isInstanceOf(Applied.class);
    }

    @Test
    @DisplayName("P13: what can't be edited says why: absent, throwing, null, unknown, without reason")
    void refusedEdits() {
        assertThat(network.await(earn(here, "nobody", 5))).isEqualTo(new EditOutcome.Absent());
        assertThat(isStored("nobody")).isFalse();
        load(here, "k");
        assertThat(network.await(here.editAsync("k", "broken", new JsonPrimitive(1), "why")))
                .isInstanceOfSatisfying(
                        EditOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("it is broken"));
        assertThatThrownBy(() -> here.editAsync("k", "unknown", new JsonPrimitive(1), "why"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown")
                .hasMessageContaining("fine");
        assertThatThrownBy(() -> earn2(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }

    private void earn2(String why) {
        var unused = here.editAsync("k", purse -> purse, why);
    }

    @Test
    @DisplayName("P13, F21: a rollback gives the old data back, keeps people and metadata, and ends the session")
    void rollbackHere() {
        Profile<Purse> profile = load(here, "k", DEFAULTS.userId("u1"));
        profile.update(purse -> purse.earn(10));
        long good = saved(profile.saveAsync()).revision();
        profile.metadata("rank", "gold");
        profile.update(purse -> purse.earn(1000));
        saved(profile.saveAsync());
        profile.update(purse -> purse.earn(1));
        List<ReleaseReason> told = new ArrayList<>();
        profile.onLastSave(reason -> profile.update(purse -> purse.earn(7777)));
        profile.onRelease(told::add);
        // a revision is only kept where the policy says so: the first of the hour is
        RolledBack done = rolledBack(here.rollbackAsync("k", 1, "duped items"));
        network.advance(seconds(2));
        assertThat(told).containsExactly(ReleaseReason.ROLLED_BACK);
        assertThat(entry("k").content().value()).contains("\"coins\":0");
        assertThat(entry("k").content().holder()).isNull();
        assertThat(entry("k").content().userIds()).containsExactly("u1");
        assertThat(entry("k").content().metadata()).containsEntry("rank", "gold");
        assertThat(network.await(here.viewProfileAsync("k", done.undo()))
                        .orElseThrow()
                        .data()
                        .coins())
                .as("what was saved before the rollback")
                .isEqualTo(1011);
        assertThat(good).isLessThan(done.revision());
        assertThat(load(here, "k").data().coins()).isZero();
    }

    @Test
    @DisplayName("P13: a rollback is undone by another one, to the state before")
    void undo() {
        Profile<Purse> profile = load(here, "k");
        profile.update(purse -> purse.earn(10));
        network.await(profile.releaseAsync());
        RolledBack back = rolledBack(here.rollbackAsync("k", 1, "a mistake"));
        assertThat(back.where()).isEqualTo(Where.UNHELD);
        rolledBack(here.rollbackAsync("k", back.undo(), "it was none"));
        assertThat(load(here, "k").data().coins()).isEqualTo(10);
    }

    @Test
    @DisplayName("P13: a game that listens keeps its session and is told the data")
    void listeningGamesStay() {
        Profile<Purse> profile = load(here, "k");
        profile.update(purse -> purse.earn(10));
        saved(profile.saveAsync());
        List<Purse> replaced = new ArrayList<>();
        profile.onReplaced(replaced::add);
        rolledBack(here.rollbackAsync("k", 1, "a mistake"));
        network.advance(seconds(1));
        assertThat(replaced).containsExactly(Purse.fresh());
        assertThat(profile.isActive()).isTrue();
        assertThat(profile.update(purse -> purse.earn(1)).coins()).isEqualTo(1);
    }

    @Test
    @DisplayName("P13: a rollback can be conditional on what the operator saw, and needs a revision that is kept")
    void conditional() {
        Profile<Purse> profile = load(here, "k");
        profile.update(purse -> purse.earn(10));
        long now = saved(profile.saveAsync()).revision();
        assertThat(network.await(here.rollbackAsync("k", 1, now - 1, "why"))).isEqualTo(new RollbackOutcome.Moved(now));
        assertThat(network.await(here.rollbackAsync("k", 77, "why"))).isEqualTo(new RollbackOutcome.NoSuchRevision());
        assertThat(profile.isActive()).isTrue();
        assertThat(profile.data().coins()).isEqualTo(10);
    }

    @Test
    @DisplayName("P13: a removed profile can be rolled back to what it was")
    void undelete() {
        Profile<Purse> profile = load(here, "k");
        profile.update(purse -> purse.earn(10));
        long last = saved(profile.releaseAsync()).revision();
        network.await(here.wipeProfileAsync("k"));
        assertThat(network.await(here.viewProfileAsync("k"))).isEmpty();
        rolledBack(here.rollbackAsync("k", last, "wiped the wrong one"));
        assertThat(load(here, "k").data().coins()).isEqualTo(10);
    }

    @Test
    @DisplayName("a rollback names the grants that it took back; they are granted anew by naming them, and only then")
    void grantsTakenBack() {
        Profile<Purse> profile = load(here, "k");
        network.await(profile.grantOnceAsync("old", purse -> purse.earn(1)));
        long good = saved(profile.releaseAsync()).revision();
        Profile<Purse> again = load(here, "k");
        network.await(again.grantOnceAsync("new", purse -> purse.earn(100)));
        RolledBack back = rolledBack(here.rollbackAsync("k", good, "why"));
        assertThat(back.takenBack().receipts()).containsExactly("new");
        network.advance(seconds(1));
        Profile<Purse> after = load(here, "k");
        assertThat(after.data().coins()).isEqualTo(1);
        assertThat(network.await(after.grantOnceAsync("old", purse -> purse.earn(1))))
                .isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(network.await(after.grantOnceAsync("new", purse -> purse.earn(100))))
                .isInstanceOf(GrantResult.TakenBack.class);
        assertThat(network.await(after.grantAgainAsync("new", purse -> purse.earn(100))))
                .isInstanceOf(GrantResult.Granted.class);
        assertThat(network.await(after.grantAgainAsync("new", purse -> purse.earn(100))))
                .isInstanceOf(GrantResult.AlreadyGranted.class);
        assertThat(after.data().coins()).isEqualTo(101);
    }

    @Test
    @DisplayName("P13, F27: a named edit travels to the server that has the profile, and is applied exactly once")
    void namedEditsTravel() {
        Profile<Purse> profile = load(here, "k");
        ProfileStore<Purse> there = store(server("b"));
        assertThat(network.await(there.editAsync("k", "fine", new JsonPrimitive(-100), "a prize")))
                .isEqualTo(new Applied(Where.OWNER, 2));
        network.faults(Faults.calm().withErrors(0.1, 0.3));
        long applied = 0;
        for (int i = 0; i < 10; i++) {
            EditOutcome outcome = network.await(there.editAsync("k", "fine", new JsonPrimitive(-1), "a prize"));
            assertThat(outcome).isInstanceOfAny(Applied.class, EditOutcome.Expired.class);
            applied += outcome instanceof Applied ? 1 : 0;
        }
        network.faults(Faults.calm());
        network.advance(seconds(5));
        assertThat(applied).isPositive();
        assertThat(profile.data().coins()).isEqualTo(100 + applied);
        assertThat(profile.isActive()).isTrue();
    }

    @Test
    @DisplayName("P6, P13: without any signal a named edit still arrives; a holder that does not know it refuses")
    void namedEditsWithoutSignals() {
        network.faults(Faults.calm().withoutSignals());
        Profile<Purse> profile = load(purses(server("c")), "k");
        assertThat(network.await(here.editAsync("k", "fine", new JsonPrimitive(-1), "why")))
                .isInstanceOfSatisfying(
                        EditOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("does not know"));
        assertThat(profile.isActive()).isTrue();
        load(store(server("d")), "l");
        assertThat(network.await(here.editAsync("l", "fine", new JsonPrimitive(-1), "why")))
                .isInstanceOf(Applied.class);
        assertThat(network.await(here.editAsync("l", "broken", new JsonPrimitive(-1), "why")))
                .isInstanceOfSatisfying(
                        EditOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("it is broken"));
    }

    @Test
    @DisplayName("P4, P13: where the holder dies meanwhile, the edit is carried out once he is buried")
    void theHolderDies() {
        network.await(load(here, "k").saveAsync());
        ProfileStore<Purse> there = store(server("b"));
        network.advance(seconds(1));
        network.kill(a);
        EditOutcome outcome = network.await(there.editAsync("k", "fine", new JsonPrimitive(-5), "why"));
        assertThat(outcome).isInstanceOf(Applied.class);
        network.advance(seconds(20));
        assertThat(load(there, "k").data().coins()).isEqualTo(5);
    }

    @Test
    @DisplayName(
            "P13, F21: a rollback asked of another server ends the session there, and its late saves change nothing")
    void rollbackElsewhere() {
        Profile<Purse> profile = load(here, "k");
        profile.update(purse -> purse.earn(10));
        saved(profile.saveAsync());
        profile.update(purse -> purse.earn(5));
        List<ReleaseReason> told = new ArrayList<>();
        profile.onRelease(told::add);
        RolledBack back = rolledBack(store(server("b")).rollbackAsync("k", 1, "duped"));
        assertThat(back.where()).isEqualTo(Where.OWNER);
        network.advance(seconds(40));
        assertThat(told).containsExactly(ReleaseReason.ROLLED_BACK);
        assertThat(load(here, "k").data().coins()).isZero();
        assertThat(network.await(here.viewProfileAsync("k", back.undo()))
                        .orElseThrow()
                        .data()
                        .coins())
                .isEqualTo(15);
    }

    @Test
    @DisplayName(
            "P13: edits asked for from everywhere under faults are applied exactly once each, or not at all, as their outcomes say")
    void exactlyOnceUnderFaults() {
        DataSave b = server("b");
        DataSave c = server("c");
        List<CompletableFuture<EditOutcome>> asked = new ArrayList<>();
        network.faults(Faults.storm(network.random()));
        for (int i = 0; i < 60; i++) {
            DataSave server = List.of(a, b, c).get(network.random().nextInt(3));
            if (network.random().nextInt(4) == 0) {
                var unused = store(server).loadProfileAsync("k");
            }
            asked.add(store(server).editAsync("k", "fine", new JsonPrimitive(-1), "why"));
            network.advance(java.time.Duration.ofMillis(network.random().nextLong(0, 2_000)));
        }
        network.faults(Faults.calm());
        network.advance(seconds(120));
        long applied = asked.stream()
                .map(edit -> network.await(edit.handle(OperatorTest::isApplied)))
                .filter(isApplied -> isApplied)
                .count();
        assertThat(applied).isPositive();
        assertThat(load(here, "k").data().coins()).isEqualTo(applied);
    }

    /** An edit of a session that is suspended fails, and is not applied. */
    private static boolean isApplied(EditOutcome outcome, Throwable failure) {
        if (failure != null) {
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            DataSaveException.NotActive.class,
                            refused -> assertThat(refused.state()).isEqualTo(ProfileState.SUSPENDED));
        }
        return outcome instanceof Applied;
    }
}
