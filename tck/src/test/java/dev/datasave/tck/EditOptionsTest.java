package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.EditOutcome;
import dev.datasave.EditOutcome.Applied;
import dev.datasave.EditOutcome.Where;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileStore.EditOptions;
import dev.datasave.ReleaseReason;
import dev.datasave.spi.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Edits that change user ids and metadata, too (P13). */
class EditOptionsTest extends GameOnNetwork {
    private static final ProfileOptions<Purse> OPTIONS =
            ProfileOptions.<Purse>defaults().namedEdit("fine", (purse, amount) -> purse.earn(-amount.getAsLong()));
    private static final EditOptions BESIDE = EditOptions.defaults()
            .addUserId("new")
            .removeUserId("old")
            .metadata("ban", "cheats")
            .metadata("vip", null);

    private final DataSave a = server("a");
    private final DataSave b = server("b");

    @BeforeEach
    void leasesAreWritten() {
        network.advance(seconds(1));
    }

    private static ProfileStore<Purse> store(DataSave server) {
        return server.profileStore("Purse", Purse.class, Purse::fresh, OPTIONS);
    }

    private Profile<Purse> loaded(DataSave server) {
        Profile<Purse> profile = load(store(server), "k", DEFAULTS.userId("old").userId("friend"));
        profile.metadata("vip", "yes");
        profile.metadata("colour", "blue");
        saved(profile.saveAsync());
        return profile;
    }

    private Applied applied(CompletableFuture<EditOutcome> edit) {
        EditOutcome outcome = network.await(edit);
        assertThat(outcome).isInstanceOf(Applied.class);
        return (Applied) outcome;
    }

    private void assertChanged(long revision, long coins) {
        Entry entry = entry("k");
        assertThat(entry.revision()).isEqualTo(revision);
        assertThat(entry.content().userIds()).isEqualTo(Set.of("new", "friend"));
        assertThat(entry.content().metadata()).isEqualTo(Map.of("ban", "cheats", "colour", "blue"));
        assertThat(entry.content().value()).contains("\"coins\":" + coins);
        assertThat(entry.content().system()).contains("ticket 12");
    }

    @Test
    @DisplayName("P13: data, user ids and metadata of a profile that is here are changed by one revision")
    void here() {
        Profile<Purse> profile = loaded(a);
        Applied done = applied(store(a).editAsync("k", purse -> purse.earn(5), BESIDE, "ticket 12"));
        assertThat(done.where()).isEqualTo(Where.HERE);
        assertChanged(done.revision(), 5);
        assertThat(profile.userIds()).isEqualTo(Set.of("new", "friend"));
        assertThat(profile.metadata()).isEqualTo(Map.of("ban", "cheats", "colour", "blue"));
        assertThat(profile.lastSavedMetadata()).isEqualTo(profile.metadata());
    }

    @Test
    @DisplayName("P13: what is beside the data travels to the owner, whose session goes on")
    void elsewhere() {
        Profile<Purse> profile = loaded(b);
        List<ReleaseReason> ended = new ArrayList<>();
        profile.onRelease(ended::add);
        profile.update(purse -> purse.earn(7));
        Applied done = applied(store(a).editAsync("k", BESIDE, "ticket 12"));
        assertThat(done.where()).isEqualTo(Where.OWNER);
        assertChanged(done.revision(), 7);
        assertThat(profile.isActive()).isTrue();
        assertThat(profile.metadata()).isEqualTo(Map.of("ban", "cheats", "colour", "blue"));
        assertThat(ended).isEmpty();
        assertThat(network.await(store(a).editAsync("k", purse -> purse.earn(5), BESIDE, "ticket 13")))
                .isInstanceOf(EditOutcome.HeldElsewhere.class);
    }

    @Test
    @DisplayName("P13: a named edit takes what it changes beside the data with it")
    void namedElsewhere() {
        loaded(b);
        Applied done = applied(store(a).editAsync("k", "fine", new JsonPrimitive(-3), BESIDE, "ticket 12"));
        assertThat(done.where()).isEqualTo(Where.OWNER);
        assertChanged(done.revision(), 3);
    }

    @Test
    @DisplayName("P13: a profile that nobody holds, or that a dead server left")
    void unheld() {
        saved(loaded(b).releaseAsync());
        assertThat(applied(store(a).editAsync("k", BESIDE, "ticket 12")).where())
                .isEqualTo(Where.UNHELD);
        assertThat(entry("k").content().userIds()).isEqualTo(Set.of("new", "friend"));
        assertThat(entry("k").content().holder()).isNull();
        loaded(b);
        network.kill(b);
        assertThat(applied(store(a).editAsync("k", BESIDE, "ticket 12")).where())
                .isEqualTo(Where.UNHELD);
        assertThat(network.await(store(a).editAsync("nobody", BESIDE, "why"))).isEqualTo(new EditOutcome.Absent());
    }

    @Test
    @DisplayName("R10, P13: what would break a limit, or throws, changes nothing, wherever the profile is")
    void refusals() {
        Profile<Purse> profile = loaded(b);
        for (int i = 0; i < 98; i++) {
            profile.addUserId("member" + i);
        }
        saved(profile.saveAsync());
        Entry before = entry("k");
        EditOptions tooMany = EditOptions.defaults().addUserId("one more").metadata("ban", "cheats");
        EditOptions tooLong =
                EditOptions.defaults().metadata("a", "x".repeat(3000)).metadata("b", "x".repeat(3000));
        for (ProfileStore<Purse> store : List.of(store(a), store(b))) {
            assertThat(network.await(store.editAsync("k", "fine", new JsonPrimitive(1), tooMany, "why")))
                    .isEqualTo(new EditOutcome.Refused("user ids: found 101, expected at most 100 for one entry"));
            assertThat(network.await(store.editAsync("k", tooLong, "why")))
                    .isInstanceOfSatisfying(
                            EditOutcome.Refused.class,
                            refused -> assertThat(refused.why()).startsWith("metadata: found 6"));
        }
        assertThat(profile.data().coins()).isZero();
        assertThat(entry("k").content().metadata()).isEqualTo(before.content().metadata());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EditOptions.defaults().addUserId(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EditOptions.defaults().metadata("x", "y".repeat(5000)));
    }

    @Test
    @DisplayName("P13: the last word of each option counts, and a swap at the limit works")
    void theLastWordCounts() {
        EditOptions options = EditOptions.defaults()
                .addUserId("x")
                .removeUserId("x")
                .removeUserId("y")
                .addUserId("y")
                .metadata("m", "1")
                .metadata("m", null);
        assertThat(options.addedUserIds()).containsExactly("y");
        assertThat(options.removedUserIds()).containsExactly("x");
        Profile<Purse> profile = loaded(b);
        for (int i = 0; i < 98; i++) {
            profile.addUserId("member" + i);
        }
        profile.metadata("m", "x".repeat(4000));
        saved(profile.saveAsync());
        EditOptions swap = options.removeUserId("old").metadata("n", "x".repeat(4000));
        applied(store(a).editAsync("k", swap, "why"));
        assertThat(profile.userIds()).hasSize(100).contains("y").doesNotContain("old");
        assertThat(profile.metadata()).containsOnlyKeys("vip", "colour", "n");
    }

    @Test
    @DisplayName("P10: the last confirmed user ids and metadata are shown beside those that are not stored yet")
    void lastSaved() {
        Profile<Purse> profile = loaded(a);
        assertThat(profile.lastSavedUserIds()).isEqualTo(Set.of("old", "friend"));
        profile.addUserId("new");
        profile.metadata("vip", null);
        assertThat(profile.lastSavedUserIds()).isEqualTo(Set.of("old", "friend"));
        assertThat(profile.lastSavedMetadata()).isEqualTo(Map.of("vip", "yes", "colour", "blue"));
        assertThat(profile.metadata()).isEqualTo(Map.of("colour", "blue"));
        saved(profile.saveAsync());
        assertThat(profile.lastSavedUserIds()).isEqualTo(Set.of("old", "friend", "new"));
        assertThat(profile.lastSavedMetadata()).isEqualTo(Map.of("colour", "blue"));
    }

    /** A purse that says whose it is. */
    record Named(String owner, long coins) {
        static Named of(String key) {
            return new Named(key, 0);
        }

        static Named of(String key, long coins) {
            return new Named(key, coins);
        }
    }

    @Test
    @DisplayName(
            "a template learns its key: at birth, when older data lacks something, after a rollback, and in a mock")
    void keyedTemplate() {
        ProfileStore<Named> store = a.keyedProfileStore("Named", Named.class, Named::of);
        Profile<Named> bob = load(store, "bob");
        assertThat(bob.data()).isEqualTo(new Named("bob", 0));
        bob.update(named -> new Named(null, 5));
        long lacking = saved(bob.releaseAsync()).revision();
        assertThat(network.await(store.viewProfileAsync("bob")).orElseThrow().data())
                .isEqualTo(new Named("bob", 5));
        Profile<Named> again = load(store, "bob");
        assertThat(again.data()).isEqualTo(new Named("bob", 5));
        again.update(named -> new Named(null, 6));
        again.reconcile();
        assertThat(again.data()).isEqualTo(new Named("bob", 6));
        saved(again.releaseAsync());
        network.await(store.rollbackAsync("bob", lacking, "why"));
        assertThat(load(store, "bob").data()).isEqualTo(new Named("bob", 5));
        assertThat(load(store, "carol").data().owner()).isEqualTo("carol");
        assertThat(store).isSameAs(a.keyedProfileStore("Named", Named.class, key -> new Named(key, 1)));
        assertThat(Stream.of("x", "y")
                        .map(key -> profileOf(store.mock().loadProfileAsync(key).join())
                                .data()
                                .owner()))
                .containsExactly("x", "y");
    }
}
