package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.datasave.Codec;
import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.LostUpdate;
import dev.datasave.NotLoadedReason;
import dev.datasave.Orphan;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A state that can't be stored: what is told, what is kept, and what the answers say. */
@SuppressWarnings("this-escape") // its servers are made by what is fully made then
public abstract class BadStateFeatures extends GameOnNetwork {
    private final DataSave a = server("a");
    private final ProfileStore<Bag> bags = a.profileStore("Bag", Bag.class, Bag::new);

    /** On the memory. */
    protected BadStateFeatures() {}

    /** On a database. */
    protected BadStateFeatures(Storage storage) {
        super(storage);
    }

    /** Mutable data of a game. */
    static final class Bag {
        long coins;
        double luck;
        String note = "";
        Map<String, Integer> items = new HashMap<>();
    }

    /** One bad member, where it is named, and what an operator finds of it. */
    record Bad(String name, Consumer<Bag> edit, String named, String kept) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bad> badMembers() {
        return Stream.of(
                new Bad("half an emoji", bag -> bag.note = "x\ud83d", "$.note", "\"note\":\"x\\\\ud83d\""),
                new Bad("U+0000", bag -> bag.note = "x\0y", "$.note", "\"note\":\"x\\\\u0000y\""),
                new Bad("NaN", bag -> bag.luck = Double.NaN, "$.luck", "\"luck\":\"NaN\""),
                new Bad("infinity", bag -> bag.luck = Double.NEGATIVE_INFINITY, "$.luck", "\"luck\":\"-Infinity\""),
                new Bad(
                        "5 MiB",
                        bag -> bag.note = "x".repeat(5 << 20),
                        "value",
                        "\"note\":\"(5242880 characters, left out)\""));
    }

    @ParameterizedTest
    @MethodSource("badMembers")
    @DisplayName("F5: one bad member is told by its path, and at the end what can be kept is an orphan")
    void oneBadMember(Bad bad) {
        Profile<Bag> profile = load(bags, "k");
        profile.edit(bag -> bag.coins = 100);
        saved(profile.saveAsync());
        profile.edit(bag -> bag.coins = 300);
        profile.edit(bad.edit());
        network.advance(seconds(200));
        assertThat(events).as("at the first failure").contains("a saveFailed k");
        SaveResult end = network.await(profile.releaseAsync());
        assertThat(end).isEqualTo(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        assertThat(entry("Bag", "k").content().value()).contains("\"coins\":100");
        assertThat(entry("Bag", "k").content().holder()).as("free at once").isNull();
        LostUpdate told = lost.getFirst();
        assertThat(told.cause().orElseThrow())
                .isInstanceOf(DataSaveException.InvalidData.class)
                .hasMessageContaining(bad.named());
        assertThat(told.data().orElseThrow().toString()).contains("\"coins\":300", bad.kept());
        List<Orphan<Bag>> orphans = network.await(bags.orphansAsync("k"));
        assertThat(orphans).singleElement().satisfies(orphan -> {
            assertThat(orphan.stored().toString()).contains("\"coins\":300", bad.kept());
            assertThat(orphan.reason()).isEqualTo(ReleaseReason.RELEASED);
        });
        assertThat(events).contains("a orphanKept k");
    }

    /** Data that is no tree: everybody has several friends, who have him. */
    static final class Person {
        long coins;
        List<Person> friends = new ArrayList<>();
    }

    @Test
    @DisplayName("F5: data in which each part leads to several others and back is told of, and ends like any other")
    void dataInCircles() {
        ProfileStore<Person> store = a.profileStore("Person", Person.class, Person::new);
        Profile<Person> profile = load(store, "k");
        profile.edit(person -> {
            person.coins = 300;
            List<Person> all = new ArrayList<>(List.of(person));
            for (int i = 0; i < 5; i++) {
                all.add(new Person());
            }
            all.forEach(each -> each.friends.addAll(all));
        });
        assertThat(network.await(profile.releaseAsync())).isEqualTo(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        assertThat(entry("Person", "k").content().holder()).isNull();
        assertThat(lost.getFirst().cause().orElseThrow()).hasMessageContaining("cycle");
    }

    /** A store whose data changes while it is read, so many times. */
    private ProfileStore<Bag> changing(AtomicInteger times) {
        return a.profileStore(
                "Changing", Bag.class, Bag::new, ProfileOptions.<Bag>defaults().codec(new Flaky(times)));
    }

    @Test
    @DisplayName("F18: a state that a task changes while it is read is read again until it can be")
    void stateThatChangesWhileItIsRead() {
        AtomicInteger failing = new AtomicInteger();
        ProfileStore<Bag> store = changing(failing);
        Profile<Bag> profile = load(store, "k");
        profile.edit(bag -> bag.coins = 7);
        failing.set(4);
        saved(profile.releaseAsync());
        assertThat(entry("Changing", "k").content().value()).contains("\"coins\":7");
        assertThat(lost).isEmpty();
    }

    @Test
    @DisplayName("F18: a state that a task goes on changing is read again until it can be, as long as there is time")
    void stateThatChangesForLong() {
        AtomicInteger failing = new AtomicInteger();
        ProfileStore<Bag> store = changing(failing);
        Profile<Bag> profile = load(store, "k");
        profile.edit(bag -> bag.coins = 7);
        failing.set(Integer.MAX_VALUE);
        var release = profile.releaseAsync();
        network.advance(seconds(50));
        assertThat(release).isNotDone();
        failing.set(0);
        saved(release);
        assertThat(entry("Changing", "k").content().value()).contains("\"coins\":7");
        assertThat(lost).isEmpty();
    }

    /** What is read of it is changed by whoever reads: as by a task that is always faster. */
    record Item(int count, boolean isFast) {
        private static final List<Item> ALL = new ArrayList<>();

        @Override
        public int count() {
            if (isFast) {
                ALL.add(new Item(1, false));
            }
            return count;
        }
    }

    /** Mutable data of a game, of which a task changes a part. */
    static final class Chest {
        long coins;
        Map<String, Item> items = new HashMap<>();
        Nested inner = new Nested();

        static final class Nested {
            String note = "";
            List<Item> more = new ArrayList<>();
        }
    }

    @Test
    @DisplayName(
            "F18: of a state that never stops changing, what could be read last of each member is kept as an orphan")
    void stateThatNeverStopsChanging() {
        ProfileStore<Chest> store = a.profileStore("Chest", Chest.class, Chest::new);
        Profile<Chest> profile = load(store, "k");
        Item.ALL.clear();
        profile.edit(chest -> {
            chest.coins = 100;
            chest.items.put("apple", new Item(3, false));
            chest.inner.more = Item.ALL;
            Item.ALL.add(new Item(2, false));
        });
        saved(profile.saveAsync());
        profile.edit(chest -> {
            chest.coins = 300;
            chest.items.put("apple", new Item(4, false));
            chest.inner.note = "rich";
            Item.ALL.add(new Item(1, true));
        });
        var release = profile.releaseAsync();
        network.advance(seconds(59));
        assertThat(release).isNotDone();
        network.advance(seconds(10));
        assertThat(release).isCompletedWithValue(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        String kept = "{\"coins\":300,\"items\":{\"apple\":{\"count\":4,\"isFast\":false}},"
                + "\"inner\":{\"note\":\"rich\",\"more\":[{\"count\":2,\"isFast\":false}]}}";
        assertThat(lost).singleElement().satisfies(told -> {
            assertThat(told.data().orElseThrow()).hasToString(kept);
            assertThat(told.cause().orElseThrow()).hasCauseInstanceOf(ConcurrentModificationException.class);
        });
        assertThat(network.await(store.orphansAsync("k")))
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.stored()).hasToString(kept));
        assertThat(entry("Chest", "k").content().value()).contains("\"coins\":100");
        assertThat(events).contains("a saveFailed k", "a orphanKept k");
    }

    @Test
    @DisplayName("F18: a codec that can read nothing is told of to the end")
    void stateThatNobodyCanRead() {
        AtomicInteger failing = new AtomicInteger();
        ProfileStore<Bag> store = changing(failing);
        Profile<Bag> profile = load(store, "k");
        profile.edit(bag -> bag.coins = 7);
        failing.set(Integer.MAX_VALUE);
        var release = profile.releaseAsync();
        network.advance(seconds(59));
        long before = events.stream().filter("a saveFailed k"::equals).count();
        network.advance(seconds(10));
        assertThat(release).isCompletedWithValue(new SaveResult.NotSaved(ReleaseReason.RELEASED));
        assertThat(events.stream().filter("a saveFailed k"::equals).count())
                .as("what was thrown when it was to be kept is told, too")
                .isGreaterThan(before);
        assertThat(lost)
                .singleElement()
                .satisfies(told -> assertThat(told.data()).isEmpty());
    }

    /** As a map is that another thread changes: so many reads in a row fail. */
    private record Flaky(AtomicInteger failing) implements Codec<Bag> {
        private static final Codec<Bag> CODEC = Codec.gson(Bag.class);

        @Override
        public JsonElement encode(Bag data) {
            if (failing.getAndDecrement() > 0) {
                throw new ConcurrentModificationException();
            }
            return CODEC.encode(data);
        }

        @Override
        public Bag decode(JsonElement tree) {
            return CODEC.decode(tree);
        }
    }

    @Test
    @DisplayName("a template that the validator refuses is not loaded, and not stored")
    void templateThatTheValidatorRefuses() {
        ProfileStore<Bag> store = a.profileStore(
                "Checked", Bag.class, Bag::new, ProfileOptions.<Bag>defaults().validator(bag -> List.of("no luck")));
        assertThat(refusal(store.loadProfileAsync("k")))
                .isInstanceOfSatisfying(
                        NotLoadedReason.Unavailable.class,
                        reason -> assertThat(reason.cause())
                                .isInstanceOfSatisfying(
                                        DataSaveException.InvalidData.class,
                                        problem ->
                                                assertThat(problem.problems()).containsExactly("no luck")));
        assertThat(network.storage().read(List.of(new EntryId("Checked", "k"))).getFirst())
                .isEmpty();
        assertThat(events).contains("a loadRefused Unavailable");
    }

    @Test
    @DisplayName("P9: a release whose data is refused answers when the entry is free")
    void refusedReleaseAnswersWhenTheEntryIsFree() {
        ProfileStore<Bag> store = a.profileStore(
                "Checked",
                Bag.class,
                Bag::new,
                ProfileOptions.<Bag>defaults().validator(bag -> bag.coins < 0 ? List.of("debts") : List.of()));
        for (int i = 0; i < 20; i++) {
            Profile<Bag> profile = load(store, "k" + i);
            profile.edit(bag -> bag.coins = -1);
            assertThat(network.await(store.releaseAsync("k" + i)))
                    .contains(new SaveResult.NotSaved(ReleaseReason.RELEASED));
            assertThat(entry("Checked", "k" + i).content().holder()).isNull();
        }
        assertThat(network.await(store.orphansAsync("k3")))
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.stored().toString()).contains("\"coins\":-1"));
    }

    @Test
    @DisplayName("what was edited before a wipe or an erasure is stored nowhere, and no answer says that it is")
    void removedIsNotSaved() {
        SaveResult removed = new SaveResult.NotSaved(ReleaseReason.REMOVED);
        Profile<Bag> wiped = load(bags, "w");
        wiped.edit(bag -> bag.coins = 5);
        network.await(bags.wipeProfileAsync("w"));
        assertStays("w", () -> {
            assertThat(network.await(wiped.saveAsync())).as("save after wipe").isEqualTo(removed);
            assertThat(network.await(wiped.releaseAsync()))
                    .as("release after wipe")
                    .isEqualTo(removed);
        });

        Profile<Bag> erased = load(bags, "e", DEFAULTS.userId("u"));
        erased.edit(bag -> bag.coins = 5);
        network.await(a.eraseUserAsync("u", UserDataOptions.defaults().quiet(Duration.ZERO)));
        assertStays("e", () -> {
            assertThat(network.await(erased.saveAsync()))
                    .as("save after erasure")
                    .isEqualTo(removed);
            assertThat(network.await(erased.releaseAsync()))
                    .as("release after erasure")
                    .isEqualTo(removed);
        });
    }

    @Test
    @DisplayName(
            "a save and a release that wait while the profile is removed are answered by what became of their edits")
    void waitingWhileItIsRemoved() {
        Profile<Bag> wiped = load(bags, "w");
        wiped.edit(bag -> bag.coins = 5);
        var wipe = bags.wipeProfileAsync("w");
        var save = wiped.saveAsync();
        var release = wiped.releaseAsync();
        network.await(wipe);
        SaveResult removed = new SaveResult.NotSaved(ReleaseReason.REMOVED);
        assertThat(network.await(release)).isEqualTo(removed);
        assertThat(network.await(save)).isEqualTo(removed);
        assertThat(entry("Bag", "w").isTombstone()).isTrue();
    }

    /** The entry is a tombstone, and what the step does leaves it exactly as it is. */
    private void assertStays(String key, Runnable step) {
        Entry tombstone = entry("Bag", key);
        assertThat(tombstone.isTombstone()).isTrue();
        step.run();
        network.advance(seconds(120));
        assertThat(entry("Bag", key)).isEqualTo(tombstone);
        assertThat(events).noneMatch(event -> event.contains("staleWriteRefused"));
    }

    @Test
    @DisplayName("onAfterSave hears of each save that was stored, the final one too")
    void finalSaveIsASave() {
        Profile<Bag> profile = load(bags, "k");
        List<Long> revisions = new ArrayList<>();
        profile.onAfterSave(saved -> revisions.add(saved.revision()));
        profile.edit(bag -> bag.coins = 5);
        long first = saved(profile.saveAsync()).revision();
        profile.edit(bag -> bag.coins = 6);
        long last = saved(profile.releaseAsync()).revision();
        network.advance(seconds(1));
        assertThat(revisions).containsExactly(first, last);
    }

    @Test
    @DisplayName("F5: a server that must close while bad data is read again keeps it all the same")
    void badDataAtAShortClose() {
        DataSave brief = server("brief", builder -> builder.closeTimeout(Duration.ofMillis(500)));
        Profile<Bag> profile = load(brief.profileStore("Bag", Bag.class, Bag::new), "k");
        profile.edit(bag -> {
            bag.coins = 300;
            bag.luck = Double.NaN;
        });
        assertThat(network.await(brief.closeAsync()).notSaved()).hasSize(1);
        assertThat(lost)
                .singleElement()
                .satisfies(told ->
                        assertThat(told.cause().orElseThrow()).isInstanceOf(DataSaveException.InvalidData.class));
        assertThat(network.await(bags.orphansAsync("k")))
                .singleElement()
                .satisfies(orphan -> assertThat(orphan.stored().toString()).contains("\"coins\":300"));
    }

    @Test
    @DisplayName("F5, P14: bad data of a person who was erased before the storage took it is not kept")
    void badDataOfAnErasedPerson() {
        Profile<Bag> profile = load(bags, "k", DEFAULTS.userId("u"));
        profile.edit(bag -> bag.note = "x\ud83d");
        network.outage(a, seconds(40));
        var release = profile.releaseAsync();
        network.advance(seconds(15));
        DataSave b = server("b");
        b.profileStore("Bag", Bag.class, Bag::new);
        network.await(b.eraseUserAsync("u", UserDataOptions.defaults().quiet(Duration.ZERO)));
        assertThat(network.await(release)).isInstanceOf(SaveResult.NotSaved.class);
        network.advance(seconds(60));
        assertThat(network.await(bags.orphansAsync("k"))).isEmpty();
    }
}
