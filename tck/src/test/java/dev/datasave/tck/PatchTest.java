package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.EditOutcome;
import dev.datasave.EditOutcome.Applied;
import dev.datasave.EditOutcome.Where;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.RollbackOutcome;
import dev.datasave.RollbackOutcome.RolledBack;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Operators' tools edit stored trees, without the game's classes (P13). */
class PatchTest extends GameOnNetwork {
    private static final ProfileOptions<Purse> OPTIONS = ProfileOptions.<Purse>defaults()
            .validator(purse -> purse.coins() < 0 ? List.of("coins below zero") : List.of())
            .migration(1, 0, tree -> {
                tree.getAsJsonObject().add("items", new com.google.gson.JsonArray());
                return tree;
            });

    private final DataSave a = server("a");
    private final DataSave ops = server("ops");
    private final ProfileStore<Purse> game = a.profileStore("Purse", Purse.class, Purse::fresh, OPTIONS);
    private final ProfileStore<JsonElement> tool = ops.storedProfiles("Purse");

    private static JsonDiff coins(long from, long to) {
        return new JsonDiff(List.of(new JsonChange.Changed("$.coins", new JsonPrimitive(from), new JsonPrimitive(to))));
    }

    private Profile<Purse> rich() {
        Profile<Purse> profile = load(game, "k");
        profile.update(purse -> purse.earn(10));
        saved(profile.saveAsync());
        return profile;
    }

    @Test
    @DisplayName("P13: a patch of a profile that another server holds is made by that server, in a revision of its own")
    void held() {
        Profile<Purse> profile = rich();
        profile.update(purse -> new Purse(purse.coins(), List.of("hat")));
        EditOutcome outcome = network.await(tool.patchAsync("k", coins(10, 15), "lost coins, ticket 12"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Applied.class, applied -> assertThat(applied.where()).isEqualTo(Where.OWNER));
        assertThat(profile.data()).isEqualTo(new Purse(15, List.of("hat")));
        assertThat(profile.isActive()).isTrue();
        long revision = ((Applied) outcome).revision();
        assertThat(network.await(tool.profileDiffAsync("k", revision - 1, revision)))
                .as("the game's own edit was saved before")
                .contains(coins(10, 15));
        ProfileVersion.Note note = network.await(
                        tool.profileVersionsAsync("k", ProfileVersion.Range.all(), dev.datasave.Paging.first(1)))
                .items()
                .getFirst()
                .note()
                .orElseThrow();
        assertThat(note).isEqualTo(new ProfileVersion.Note("edit", "lost coins, ticket 12", "ops"));
    }

    @Test
    @DisplayName("P13: a patch of a profile that nobody holds is stored as it is, and keeps the schema")
    void unheld() {
        network.await(rich().releaseAsync());
        String before = String.valueOf(entry("k").content().system());
        assertThat(network.await(tool.patchAsync("k", coins(10, 15), "why")))
                .isInstanceOfSatisfying(
                        Applied.class, applied -> assertThat(applied.where()).isEqualTo(Where.UNHELD));
        assertThat(entry("k").content().holder()).isNull();
        assertThat(before).contains("\"schema\":1");
        assertThat(entry("k").content().system()).contains("\"schema\":1");
        assertThat(load(game, "k").data().coins()).isEqualTo(15);
    }

    @Test
    @DisplayName("P13: a patch that doesn't fit, or whose result the game refuses, changes nothing")
    void unfit() {
        Profile<Purse> profile = rich();
        assertThat(network.await(tool.patchAsync("k", coins(9, 15), "why")))
                .isInstanceOfSatisfying(
                        EditOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("$.coins: found another value"));
        assertThat(network.await(tool.patchAsync("k", coins(10, -1), "why")))
                .isInstanceOfSatisfying(
                        EditOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("coins below zero"));
        JsonDiff text = new JsonDiff(
                List.of(new JsonChange.Changed("$.coins", new JsonPrimitive(10), new JsonPrimitive("many"))));
        assertThat(network.await(tool.patchAsync("k", text, "why"))).isInstanceOf(EditOutcome.Refused.class);
        assertThat(network.await(tool.patchAsync("nobody", text, "why"))).isEqualTo(new EditOutcome.Absent());
        assertThat(profile.data()).isEqualTo(new Purse(10, List.of()));
        assertThat(profile.isActive()).isTrue();
    }

    @Test
    @DisplayName("P13: a patch too large to travel is refused, and an owner that is gone is taken over")
    void large() {
        rich();
        JsonDiff large =
                new JsonDiff(List.of(new JsonChange.Added("$.items[0]", new JsonPrimitive("x".repeat(5 << 20)))));
        assertThat(network.await(tool.patchAsync("k", large, "why"))).isInstanceOf(EditOutcome.Refused.class);
        network.kill(a);
        network.advance(seconds(12));
        assertThat(network.await(tool.patchAsync("k", coins(10, 15), "why"))).isInstanceOf(Applied.class);
    }

    @Test
    @DisplayName("P13: a patch can be conditional on what the operator saw, wherever the profile is")
    void conditional() {
        Profile<Purse> profile = rich();
        long seen = entry("k").revision();
        assertThat(network.await(tool.patchAsync("k", coins(10, 15), seen, "first")))
                .isInstanceOf(Applied.class);
        long now = entry("k").revision();
        assertThat(network.await(tool.patchAsync("k", coins(15, 20), seen, "second")))
                .isEqualTo(new EditOutcome.Moved(now));
        network.await(profile.releaseAsync());
        long released = entry("k").revision();
        assertThat(network.await(tool.patchAsync("k", coins(15, 20), released, "nobody holds it")))
                .isInstanceOf(Applied.class);
        assertThat(network.await(tool.patchAsync("k", coins(20, 25), released, "second")))
                .isInstanceOf(EditOutcome.Moved.class);
        assertThat(network.await(tool.rollbackAsync("k", 1, released, "why")))
                .isInstanceOf(RollbackOutcome.Moved.class);
        assertThat(network.await(tool.rollbackAsync("k", 1, entry("k").revision(), "why")))
                .isInstanceOf(RolledBack.class);
    }

    @Test
    @DisplayName(
            "P13: without the game's classes, a rollback keeps each revision's schema, and brings removed profiles back")
    void rollbacks() {
        put("Purse", "old", "{\"coins\":3}");
        Profile<Purse> profile = load(game, "old");
        profile.update(purse -> purse.earn(1));
        network.await(profile.releaseAsync());
        assertThat(entry("old").content().system()).contains("\"schema\":1");
        assertThat(network.await(tool.rollbackAsync("old", 1, "why"))).isInstanceOf(RolledBack.class);
        assertThat(entry("old").content().system()).doesNotContain("\"schema\"");
        assertThat(load(game, "old").data()).isEqualTo(new Purse(3, List.of()));
        network.await(game.releaseAsync("old"));
        long last = entry("old").revision();
        network.await(tool.wipeProfileAsync("old"));
        assertThat(network.await(tool.rollbackAsync("old", last, "wiped the wrong one")))
                .isInstanceOf(RolledBack.class);
        assertThat(load(game, "old").data()).isEqualTo(new Purse(3, List.of()));
    }

    private void put(String store, String key, String value) {
        var id = new dev.datasave.spi.EntryId(store, key);
        var write = dev.datasave.spi.Write.put(
                id, java.util.Optional.empty(), "by hand", dev.datasave.spi.Content.of(value));
        assertThat(network.storage().write(List.of(write), dev.datasave.spi.Atomicity.EACH))
                .hasSize(1);
    }

    @Test
    @DisplayName("P5, P13: a tool loads a profile as its tree, creates none, and gives it back")
    void loads() {
        assertThat(refusal(tool.loadProfileAsync("nobody"))).isEqualTo(new NotLoadedReason.Cancelled());
        assertThat(isStored("nobody")).isFalse();
        Profile<Purse> profile = rich();
        LoadResult<JsonElement> result = network.await(tool.loadProfileAsync("k"));
        assertThat(profile.isActive()).isFalse();
        assertThat(profileOf(result).data()).isEqualTo(JsonParser.parseString("{\"coins\":10,\"items\":[]}"));
        network.await(tool.releaseAsync("k"));
        assertThat(load(game, "k").data().coins()).isEqualTo(10);
        assertThat(network.await(tool.viewProfileAsync("k"))
                        .orElseThrow()
                        .data()
                        .isJsonObject())
                .isTrue();
    }
}
