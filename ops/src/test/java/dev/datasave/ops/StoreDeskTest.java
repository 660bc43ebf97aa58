package dev.datasave.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.LoadResult;
import dev.datasave.MigrationProgress;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Acts on all profiles of a store. */
@Timeout(120)
class StoreDeskTest {
    private static final Mandate ALICE = new Mandate("alice", "ticket 14");
    private static final String RICH = "[{\"op\":\"replace\",\"path\":\"/coins\",\"value\":77}]";

    private final Storage storage = Storage.inMemory();
    private final DataSave game =
            DataSave.builder(storage).serverName("lobby").keepStorageOpen().build();
    private final Operations operations = Operations.on(storage);

    record Purse(long coins) {}

    @AfterEach
    void end() {
        operations.close();
        game.close();
        storage.close();
    }

    private static ProfileOptions<Purse> options() {
        return ProfileOptions.defaults();
    }

    private static Profile<Purse> load(ProfileStore<Purse> purses, String key) {
        return switch (purses.loadProfileAsync(key).join()) {
            case LoadResult.Loaded<Purse>(var profile) -> profile;
            case LoadResult.NotLoaded<Purse>(var reason) -> throw new AssertionError(reason);
        };
    }

    private ProfileStore<Purse> strict() {
        return game.profileStore(
                "Purse",
                Purse.class,
                () -> new Purse(1),
                options().validator(purse -> purse.coins() == 77 ? List.of("77 is bad luck") : List.of()));
    }

    @Test
    void manyAreChangedPageByPageAndItGoesOnInTheMiddle() {
        ProfileStore<Purse> purses = game.profileStore("Purse", Purse.class, () -> new Purse(1), options());
        for (int i = 100; i < 220; i++) {
            load(purses, "k" + i).releaseAsync().join();
        }
        List<StoreDesk.BulkEdit> told = new ArrayList<>();
        assertThatThrownBy(() -> operations.store("Purse").edit(RICH, "", Optional.empty(), ALICE, edit -> {
                    told.add(edit);
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().changed()).isEqualTo(told.getFirst().seen()).isBetween(1L, 60L);
        assertThat(told.getFirst().isDone()).isFalse();
        assertThat(operations.audit().lines(Paging.first(1)).items().getFirst().state())
                .isEqualTo(AuditLog.State.FAILED);
        StoreDesk.BulkEdit rest =
                operations.store("Purse").edit(RICH, "", told.getFirst().cursor(), ALICE, told::add);
        assertThat(rest.changed() + told.getFirst().changed()).isEqualTo(120);
        assertThat(rest.isDone()).isTrue();
        assertThat(operations.store("Purse").editPreview(RICH, "", edit -> {}).unchanged())
                .isEqualTo(120);
    }

    @Test
    void whatAServerRefusesIsNamedAndLeftAlone() {
        Profile<Purse> online = load(strict(), "k1");
        StoreDesk.BulkEdit edit = operations.store("Purse").edit(RICH, "", Optional.empty(), ALICE, progress -> {});
        assertThat(edit.failed()).isEqualTo(1);
        assertThat(edit.failures())
                .singleElement()
                .asString()
                .startsWith("k1: ")
                .contains("77 is bad luck");
        assertThat(online.data()).isEqualTo(new Purse(1));
    }

    @Test
    void gamesOwnStoreIsMigratedAndOthersAreNot() {
        load(game.profileStore("Purse", Purse.class, () -> new Purse(1), options()), "k")
                .releaseAsync()
                .join();
        try (DataSave next =
                DataSave.builder(storage).serverName("next").keepStorageOpen().build()) {
            ProfileStore<Purse> newer = next.profileStore(
                    "Purse", Purse.class, () -> new Purse(1), options().migration(1, 1, tree -> {
                        tree.getAsJsonObject().addProperty("coins", 77);
                        return tree;
                    }));
            MigrationProgress end =
                    operations.store("Purse").migrate(newer, MigrationProgress.none(), ALICE, progress -> {});
            assertThat(end.migrated()).isEqualTo(1);
            assertThatThrownBy(() ->
                            operations.store("Other").migrate(newer, MigrationProgress.none(), ALICE, progress -> {}))
                    .hasMessage("store: found \"Purse\", expected \"Other\"");
        }
        assertThat(operations
                        .profile("Purse", "k")
                        .report()
                        .orElseThrow()
                        .data()
                        .orElseThrow())
                .hasToString("{\"coins\":77}");
        assertThat(operations.audit().lines(Paging.first(1)).items().getFirst().result())
                .contains("migrated 1 of 1, held by servers 0, failed 0");
    }
}
