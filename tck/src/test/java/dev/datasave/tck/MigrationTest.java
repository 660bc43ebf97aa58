package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.HistoryPolicy;
import dev.datasave.MigrationProgress;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.VersionQuery;
import dev.datasave.spi.Write;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Schema migrations: of a profile that is loaded, and of a whole store. */
class MigrationTest extends GameOnNetwork {
    private final DataSave a = server("a");

    private static JsonElement renamed(JsonElement tree) {
        JsonObject object = tree.getAsJsonObject();
        object.add("coins", object.remove("money"));
        return object;
    }

    private static ProfileOptions<Purse> first() {
        return ProfileOptions.<Purse>defaults()
                .history(revision -> Retention.drop())
                .migration(1, 1, MigrationTest::renamed);
    }

    private static ProfileStore<Purse> store(DataSave server, ProfileOptions<Purse> options) {
        return server.profileStore("Purse", Purse.class, Purse::fresh, options);
    }

    private void old(String key, long money) {
        put(key, "{\"money\":" + money + ",\"items\":[]}");
    }

    private void put(String key, String value) {
        Write write = Write.put(new EntryId("Purse", key), Optional.empty(), "by hand", Content.of(value));
        network.storage().write(List.of(write), Atomicity.EACH);
    }

    private static void old(VirtualNetwork network, int count) {
        for (int i = 0; i < count; i++) {
            Write write = Write.put(
                    new EntryId("Purse", "k%05d".formatted(i)),
                    Optional.empty(),
                    "by hand",
                    Content.of("{\"money\":" + i + ",\"items\":[]}"));
            network.storage().write(List.of(write), Atomicity.EACH);
        }
    }

    private static int schema(Entry entry) {
        String system = entry.content().system();
        JsonObject json = system == null
                ? new JsonObject()
                : JsonParser.parseString(system).getAsJsonObject();
        return json.has("schema") ? json.get("schema").getAsInt() : 0;
    }

    private List<String> history(String key) {
        return network
                .storage()
                .versions(VersionQuery.all(new EntryId("Purse", key)).ascending())
                .items()
                .stream()
                .map(entry -> String.valueOf(entry.content().value()))
                .toList();
    }

    @Test
    @DisplayName(
            "a loaded profile is migrated with its first save, and what it was is kept for 30 days, whatever the policy")
    void whatWasMigratedIsKept() {
        old("k", 5);
        Profile<Purse> profile = load(store(a, first()), "k");
        assertThat(profile.data().coins()).isEqualTo(5);
        assertThat(schema(entry("k"))).as("a load changes no data").isZero();
        profile.update(purse -> purse.earn(1));
        saved(profile.saveAsync());
        assertThat(schema(entry("k"))).isEqualTo(1);
        profile.update(purse -> purse.earn(1));
        saved(profile.saveAsync());
        network.jumpStorageClock(Duration.ofDays(29));
        network.storage().sweep(1000);
        assertThat(history("k")).containsExactly("{\"money\":5,\"items\":[]}");
        network.jumpStorageClock(Duration.ofDays(2));
        network.storage().sweep(1000);
        assertThat(history("k")).isEmpty();
    }

    @Test
    @DisplayName("a profile that is only loaded and released is migrated too")
    void releasedIsMigrated() {
        old("k", 5);
        saved(load(store(a, first()), "k").releaseAsync());
        assertThat(schema(entry("k"))).isEqualTo(1);
        assertThat(entry("k").content().value()).isEqualTo("{\"coins\":5,\"items\":[]}");
        assertThat(history("k")).contains("{\"money\":5,\"items\":[]}");
    }

    @Test
    @DisplayName("F5: an older server that may read newer data keeps its schema, its fields, and can't downgrade it")
    void olderReaders() {
        record Member(long coins, List<String> items, String guild) {}
        old("k", 5);
        ProfileStore<Member> newer = server("new")
                .profileStore(
                        "Purse",
                        Member.class,
                        () -> new Member(0, List.of(), ""),
                        ProfileOptions.<Member>defaults()
                                .migration(1, 1, MigrationTest::renamed)
                                .migration(2, 1, tree -> {
                                    tree.getAsJsonObject().addProperty("guild", "red");
                                    return tree;
                                }));
        saved(load(newer, "k").releaseAsync());
        assertThat(schema(entry("k"))).isEqualTo(2);
        Profile<Purse> older = load(store(a, first()), "k");
        older.update(purse -> purse.earn(1));
        saved(older.releaseAsync());
        assertThat(schema(entry("k"))).isEqualTo(2);
        assertThat(load(newer, "k").data()).isEqualTo(new Member(6, List.of(), "red"));
        assertThat(refusal(store(server("oldest"), ProfileOptions.defaults()).loadProfileAsync("k")))
                .isEqualTo(new NotLoadedReason.NewerSchema(1, 0));
    }

    @Test
    @DisplayName("a whole store is migrated page by page; what nobody has to touch is not read")
    void aWholeStore() {
        old(network, 700);
        store(a, first());
        saved(load(store(a, first()), "fresh").releaseAsync());
        long before = entry("fresh").revision();
        List<MigrationProgress> told = new ArrayList<>();
        MigrationProgress done = network.await(store(a, first()).migrateAllAsync(told::add));
        assertThat(done.isDone()).isTrue();
        assertThat(done.seen()).isEqualTo(701);
        assertThat(done.migrated()).isEqualTo(700);
        assertThat(done.held() + done.failed()).isZero();
        assertThat(told).hasSizeGreaterThan(2).last().isEqualTo(done);
        assertThat(told).extracting(MigrationProgress::seen).isSorted();
        for (int i = 0; i < 700; i += 50) {
            Entry entry = entry("k%05d".formatted(i));
            assertThat(schema(entry)).isEqualTo(1);
            assertThat(entry.content().value()).contains("\"coins\":" + i);
            assertThat(entry.content().holder()).isNull();
            assertThat(history(entry.id().key())).containsExactly("{\"money\":" + i + ",\"items\":[]}");
        }
        assertThat(entry("fresh").revision()).isEqualTo(before);
        MigrationProgress again = network.await(store(a, first()).migrateAllAsync(told::add));
        assertThat(again.migrated()).as("begun anew, only what is left").isZero();
    }

    @Test
    @DisplayName("P1: held profiles are left to their holders, wherever they are")
    void heldOnes() {
        old(network, 10);
        Profile<Purse> here = load(store(a, first()), "k00003");
        Profile<Purse> there = load(store(server("b"), first()), "k00005");
        MigrationProgress done = network.await(store(a, first()).migrateAllAsync(progress -> {}));
        assertThat(done.migrated()).isEqualTo(8);
        assertThat(done.held()).isEqualTo(2);
        assertThat(here.isActive()).isTrue();
        assertThat(there.isActive()).isTrue();
        assertThat(schema(entry("k00005"))).isZero();
        saved(here.releaseAsync());
        saved(there.releaseAsync());
        assertThat(schema(entry("k00003"))).isEqualTo(1);
        assertThat(schema(entry("k00005"))).isEqualTo(1);
    }

    @Test
    @DisplayName("F5: what can't be migrated, or is refused by the validator, stays and is reported")
    void corruptOnes() {
        old(network, 5);
        put("bad", "{broken");
        put("wrong", "{\"money\":\"many\"}");
        old("debt", -1);
        ProfileStore<Purse> strict =
                store(a, first().validator(purse -> purse.coins() < 0 ? List.of("coins below zero") : List.of()));
        MigrationProgress done = network.await(strict.migrateAllAsync(progress -> {}));
        assertThat(done.migrated()).isEqualTo(5);
        assertThat(done.failed()).isEqualTo(3);
        assertThat(done.failures())
                .extracting(MigrationProgress.Failure::key)
                .containsExactlyInAnyOrder("bad", "wrong", "debt");
        assertThat(done.failures())
                .filteredOn(failure -> failure.key().equals("debt"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.problem()).contains("coins below zero"));
        assertThat(entry("bad").content().value()).isEqualTo("{broken");
        assertThat(entry("debt").revision()).isEqualTo(1);
    }

    @Test
    @DisplayName("cancelled, it stops; it goes on from the last progress that was told")
    void cancelledAndResumed() {
        old(network, 1_000);
        List<MigrationProgress> told = new ArrayList<>();
        ProfileStore<Purse> store = store(a, first());
        var first = store.migrateAllAsync(told::add);
        network.until(() -> told.size() == 2, seconds(60));
        first.cancel(true);
        network.advance(seconds(30));
        assertThat(told).hasSize(2);
        MigrationProgress last = told.getLast();
        assertThat(last.isDone()).isFalse();
        assertThat(last.migrated()).isBetween(256L, 600L);
        network.closeServer(a);
        MigrationProgress done = network.await(store(server("b"), first()).migrateAllAsync(last, told::add));
        assertThat(done.seen()).isEqualTo(1_000);
        assertThat(done.isDone()).isTrue();
        assertThat(schema(entry("k00999"))).isEqualTo(1);
    }

    @Test
    @DisplayName("closing ends it, and so does a caller that throws")
    void endings() {
        old(network, 1_000);
        ProfileStore<Purse> store = store(a, first());
        assertThatThrownBy(() -> network.await(store.migrateAllAsync(progress -> {
                    throw new IllegalStateException("no more");
                })))
                .hasRootCauseMessage("no more");
        var ended = store.migrateAllAsync(progress -> {});
        network.closeServer(a);
        network.advance(seconds(1));
        assertThatThrownBy(ended::join).hasCauseInstanceOf(DataSaveException.Closed.class);
    }

    @Test
    @DisplayName("P10: an outage is waited for, a long one ends it")
    void outages() {
        old(network, 600);
        var brief = store(a, first()).migrateAllAsync(progress -> {});
        network.advance(Duration.ofMillis(5));
        network.outage(seconds(20));
        assertThat(network.await(brief).migrated()).isEqualTo(600);
        network.outage(Duration.ofMinutes(20));
        assertThatThrownBy(() -> network.await(store(a, first()).migrateAllAsync(progress -> {})))
                .hasCauseInstanceOf(DataSaveException.StorageFailed.class);
    }

    @Test
    @DisplayName("players come and go, calls fail, and nothing of what they earn is lost")
    void amongPlayers() {
        for (int seed = 0; seed < 20; seed++) {
            try (VirtualNetwork busy = new VirtualNetwork(seed)) {
                old(busy, 60);
                ProfileStore<Purse> one = store(busy.server("a"), first().history(HistoryPolicy.everything()));
                ProfileStore<Purse> two = store(busy.server("b"), first().history(HistoryPolicy.everything()));
                busy.advance(seconds(1));
                busy.faults(Faults.calm().withErrors(0.05, 0.05).withTimeouts(0.01, 0.01));
                var migration = one.migrateAllAsync(progress -> {});
                List<Profile<Purse>> playing = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    String key = "k%05d".formatted(i);
                    playing.add(profileOf(busy.await((i % 2 == 0 ? one : two).loadProfileAsync(key))));
                    playing.getLast().update(purse -> purse.earn(1_000));
                    if (i % 3 == 0) {
                        busy.await(playing.getLast().releaseAsync());
                    }
                }
                playing.forEach(profile -> busy.await(profile.releaseAsync()));
                MigrationProgress done = busy.await(migration);
                assertThat(done.seen()).as("seed %s", seed).isEqualTo(60);
                assertThat(done.failed()).as("seed %s", seed).isZero();
                busy.faults(Faults.calm());
                busy.await(one.migrateAllAsync(progress -> {}));
                for (int i = 0; i < 60; i++) {
                    Entry entry = busy.storage()
                            .read(List.of(new EntryId("Purse", "k%05d".formatted(i))))
                            .getFirst()
                            .orElseThrow();
                    assertThat(schema(entry)).as("seed %s", seed).isEqualTo(1);
                    assertThat(entry.content().value())
                            .as("seed %s, %s", seed, entry.id())
                            .contains("\"coins\":" + (i + 1_000));
                }
            }
        }
    }
}
