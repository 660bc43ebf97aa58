package dev.datasave.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataSave;
import dev.datasave.JsonChange;
import dev.datasave.JsonDiff;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.Paging;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.ReleaseReason;
import dev.datasave.UserDataOptions;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators do, on any storage, beside a living server of the game. */
@Timeout(120)
abstract class DeskRules {
    private static final Mandate ALICE = new Mandate("alice", "lost sword, ticket 12");
    private static final Mandate BOB = new Mandate("bob", "ticket 13");
    private static final String SWORD = "[{\"op\":\"add\",\"path\":\"/items/-\",\"value\":\"sword\"}]";

    private Storage storage;
    private DataSave game;
    private ProfileStore<Bag> bags;
    private Operations operations;

    abstract Storage open();

    record Bag(long coins, List<String> items) {
        static Bag fresh() {
            return new Bag(0, List.of());
        }
    }

    record Gift(long coins) {}

    @BeforeEach
    void begin() {
        storage = open();
        game = DataSave.builder(storage).serverName("lobby").keepStorageOpen().build();
        bags = game.profileStore(
                "Bag",
                Bag.class,
                Bag::fresh,
                ProfileOptions.<Bag>defaults()
                        .history(dev.datasave.HistoryPolicy.everything())
                        .validator(bag -> bag.coins() < 0 ? List.of("coins below zero") : List.of()));
        operations = Operations.on(storage);
    }

    @AfterEach
    void end() {
        operations.close();
        game.close();
        storage.close();
    }

    private Profile<Bag> online(String key) {
        return switch (bags.loadProfileAsync(key, LoadOptions.defaults().userId("user-" + key))
                .join()) {
            case LoadResult.Loaded<Bag>(var profile) -> profile;
            case LoadResult.NotLoaded<Bag>(var reason) -> throw new AssertionError(reason);
        };
    }

    private Profile<Bag> rich(String key) {
        Profile<Bag> profile = online(key);
        profile.update(bag -> new Bag(10, List.of("shield")));
        var unused = profile.saveAsync().join();
        return profile;
    }

    private ProfileDesk desk(String key) {
        return operations.profile("Bag", key);
    }

    private ProfileReport report(String key) {
        return desk(key).report().orElseThrow();
    }

    private static ActOutcome.Done done(ActOutcome outcome) {
        assertThat(outcome).isInstanceOf(ActOutcome.Done.class);
        return (ActOutcome.Done) outcome;
    }

    private List<AuditLog.Line> lines() {
        return operations.audit().lines(Paging.first(100)).items();
    }

    private void put(String store, String key, String value) {
        Write write = Write.put(new EntryId(store, key), Optional.empty(), "by hand", Content.of(value));
        assertThat(storage.write(List.of(write), Atomicity.EACH)).hasSize(1);
    }

    @Test
    void entriesAreFoundByKeyPersonHolderAndScore() {
        online("k1").score(OptionalLong.of(7));
        Profile<Bag> second = rich("k2");
        second.score(OptionalLong.of(9));
        var one = bags.findFirstProfile("k1");
        assertThat(one).isEmpty();
        second.releaseAsync().join();
        bags.releaseAsync("k1").join();
        rich("k3");
        assertThat(keys(new Search.Keys("Bag", "k"))).containsExactly("k1", "k2", "k3");
        assertThat(keys(new Search.Person("user-k2"))).containsExactly("k2");
        assertThat(keys(new Search.HeldBy(game.incarnation()))).containsExactly("k3");
        assertThat(keys(new Search.Scores("Bag", Long.MIN_VALUE, Long.MAX_VALUE, true)))
                .containsExactly("k2", "k1");
        var page = operations.search(new Search.Keys("Bag", ""), Paging.first(2));
        assertThat(page.items()).hasSize(2);
        assertThat(operations
                        .search(new Search.Keys("Bag", ""), Paging.first(2).after(page.next()))
                        .items())
                .extracting(Match::key)
                .containsExactly("k3");
    }

    private List<String> keys(Search search) {
        return operations.search(search, Paging.first(100)).items().stream()
                .map(Match::key)
                .toList();
    }

    @Test
    void profileIsShownWithItsOwnerMessagesAndData() {
        rich("k");
        assertThat(bags.messageAsync("k", new Gift(3)).join()).isInstanceOf(Message.Outcome.Sent.class);
        ProfileReport report = report("k");
        assertThat(report.data()).contains(JsonParser.parseString("{\"coins\":10,\"items\":[\"shield\"]}"));
        assertThat(report.isProfile()).isTrue();
        assertThat(report.userIds()).containsExactly("user-k");
        assertThat(report.owner()).isPresent();
        assertThat(report.owner().get().serverName()).isEqualTo("lobby");
        assertThat(report.owner().get().isAlive()).isTrue();
        assertThat(report.messages()).extracting(Message.Pending::type).containsExactly("Gift");
        assertThat(report.waiting()).isEmpty();
        assertThat(operations.servers()).anySatisfy(server -> {
            assertThat(server.name()).isEqualTo("lobby");
            assertThat(server.profilesHeld()).isEqualTo(1);
            assertThat(server.isOverdue()).isFalse();
        });
        assertThat(desk("nobody").report()).isEmpty();
    }

    @Test
    void editReachesThePlayerWhoIsOnlineAndStandsInHistoryAndLog() {
        Profile<Bag> profile = rich("k");
        long seen = report("k").revision();
        ActOutcome.Done done = done(desk("k").edit(SWORD, OptionalLong.of(seen), ALICE));
        assertThat(done.where()).isEqualTo(ActOutcome.Where.OWNER);
        assertThat(profile.data()).isEqualTo(new Bag(10, List.of("shield", "sword")));
        assertThat(profile.isActive()).isTrue();
        long revision = done.revision().orElseThrow();
        assertThat(desk("k").diff(revision - 1, revision))
                .contains(new JsonDiff(List.of(new JsonChange.Added("$.items[1]", new JsonPrimitive("sword")))));
        assertThat(desk("k")
                        .history(ProfileVersion.Range.all(), Paging.first(1))
                        .items()
                        .getFirst()
                        .note())
                .contains(new ProfileVersion.Note("edit", "alice: lost sword, ticket 12", "ops"));
        AuditLog.Line line = lines().getFirst();
        assertThat(line.who()).isEqualTo("alice");
        assertThat(line.action()).isEqualTo("edit");
        assertThat(line.state()).isEqualTo(AuditLog.State.DONE);
        assertThat(line.key()).contains("k");
        assertThat(line.why()).contains("lost sword, ticket 12");
        assertThat(operations.audit().linesOf("Bag", "k", Paging.first(10)).items())
                .containsExactly(line);
    }

    @Test
    void secondOperatorIsToldWhatTheFirstHasChanged() {
        rich("k");
        long seen = report("k").revision();
        done(desk("k").edit(SWORD, OptionalLong.of(seen), ALICE));
        ActOutcome second =
                desk("k").edit("[{\"op\":\"replace\",\"path\":\"/coins\",\"value\":0}]", OptionalLong.of(seen), BOB);
        assertThat(second).isInstanceOfSatisfying(ActOutcome.Conflict.class, conflict -> {
            assertThat(conflict.seen()).isEqualTo(seen);
            assertThat(conflict.since().orElseThrow().toString()).isEqualTo("+ $.items[1] \"sword\"");
        });
        assertThat(report("k")
                        .data()
                        .orElseThrow()
                        .getAsJsonObject()
                        .get("coins")
                        .getAsInt())
                .isEqualTo(10);
        assertThat(lines().getFirst().state()).isEqualTo(AuditLog.State.NOT_DONE);
    }

    @Test
    void saveWithoutChangeIsNoConflict() {
        Profile<Bag> profile = rich("k");
        long seen = report("k").revision();
        profile.releaseAsync().join();
        assertThat(report("k").revision()).isGreaterThan(seen);
        assertThat(done(desk("k").edit(SWORD, OptionalLong.of(seen), ALICE)).where())
                .isEqualTo(ActOutcome.Where.HERE);
        assertThat(online("k").data().items()).containsExactly("shield", "sword");
    }

    @Test
    void patchThatDoesNotFitChangesNothing() {
        Profile<Bag> profile = rich("k");
        for (String patch :
                List.of("[{\"op\":\"fly\",\"path\":\"/coins\"}]", "{\"op\":\"remove\"}", "[1]", "not json")) {
            assertThatThrownBy(() -> desk("k").edit(patch, OptionalLong.empty(), ALICE))
                    .as(patch)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("patch");
        }
        for (String patch : List.of(
                "[{\"op\":\"remove\",\"path\":\"/pets\"}]",
                "[{\"op\":\"add\",\"path\":\"/items/9\",\"value\":1}]",
                "[{\"op\":\"test\",\"path\":\"/coins\",\"value\":9}]",
                "[{\"op\":\"remove\",\"path\":\"\"}]")) {
            assertThat(desk("k").edit(patch, OptionalLong.empty(), ALICE))
                    .as(patch)
                    .isInstanceOf(ActOutcome.Refused.class);
        }
        assertThat(desk("k")
                        .edit("[{\"op\":\"replace\",\"path\":\"/coins\",\"value\":-1}]", OptionalLong.empty(), ALICE))
                .isInstanceOfSatisfying(
                        ActOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("below zero"));
        assertThat(desk("k").edit("[]", OptionalLong.empty(), ALICE)).isInstanceOf(ActOutcome.Refused.class);
        assertThat(profile.data()).isEqualTo(new Bag(10, List.of("shield")));
        assertThat(report("k").data()).contains(JsonParser.parseString("{\"coins\":10,\"items\":[\"shield\"]}"));
        assertThat(lines()).extracting(AuditLog.Line::state).containsOnly(AuditLog.State.NOT_DONE);
    }

    @Test
    void rollbackSaysWhatItTakesBackAndTheMessageIsSentAgain() {
        Profile<Bag> profile = rich("k");
        long before = report("k").revision();
        CompletableFuture<Boolean> got = new CompletableFuture<>();
        profile.onMessage(
                Gift.class,
                gift -> got.complete(gift.acknowledge(
                        bag -> new Bag(bag.coins() + gift.payload().coins(), bag.items()))));
        assertThat(bags.messageAsync("k", new Gift(3)).join()).isInstanceOf(Message.Outcome.Sent.class);
        assertThat(got.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
        assertThat(profile.data().coins()).isEqualTo(13);
        assertThat(desk("k").rollbackPreview(before)).isPresent();
        CompletableFuture<ReleaseReason> released = new CompletableFuture<>();
        profile.onRelease(released::complete);
        ActOutcome.Done done = done(desk("k").rollBack(before, OptionalLong.empty(), ALICE));
        assertThat(released.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(ReleaseReason.ROLLED_BACK);
        var unused = profile.releaseAsync().join();
        List<String> messages = done.takenBack().orElseThrow().messages();
        assertThat(messages).hasSize(1);
        assertThat(bags.holderAsync("k").join()).isEmpty();
        done(desk("k").resend(messages.getFirst(), ALICE));
        assertThat(report("k").messages()).extracting(Message.Pending::type).containsExactly("Gift");
        assertThat(desk("k").resend(messages.getFirst(), ALICE)).isInstanceOf(ActOutcome.Refused.class);
        String waiting = report("k").messages().getFirst().id();
        done(desk("k").withdraw(waiting, ALICE));
        assertThat(desk("k").withdraw(waiting, ALICE)).isInstanceOf(ActOutcome.NotFound.class);
        done(desk("k").rollBack(done.undo().orElseThrow(), OptionalLong.empty(), BOB));
        assertThat(online("k").data().coins()).isEqualTo(13);
    }

    @Test
    void wipedProfileComesBackAndPinsStay() {
        Profile<Bag> profile = rich("k");
        long good = report("k").revision();
        profile.releaseAsync().join();
        done(desk("k").pin(good, "before", ALICE));
        ActOutcome.Done wiped = done(desk("k").wipe(ALICE));
        assertThat(report("k").isRemoved()).isTrue();
        assertThat(desk("k")
                        .history(ProfileVersion.Range.all(), Paging.first(100))
                        .items())
                .anySatisfy(version -> assertThat(version.note().map(ProfileVersion.Note::why))
                        .contains("alice: to be wiped: lost sword, ticket 12"))
                .anySatisfy(version ->
                        assertThat(version.pin().map(ProfileVersion.Pin::name)).contains("before"));
        done(desk("k").unpin(good, ALICE));
        done(desk("k").rollBack(wiped.undo().orElseThrow(), OptionalLong.empty(), ALICE));
        assertThat(online("k").data()).isEqualTo(new Bag(10, List.of("shield")));
        assertThat(desk("k").rollBack(777, OptionalLong.empty(), ALICE)).isInstanceOf(ActOutcome.NotFound.class);
    }

    @Test
    void ownerReleasesAndOwnerIsRobbed() {
        Profile<Bag> profile = rich("k");
        CompletableFuture<ReleaseReason> reason = new CompletableFuture<>();
        profile.onRelease(reason::complete);
        profile.update(bag -> new Bag(11, bag.items()));
        done(desk("k").release(ALICE));
        assertThat(reason.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(ReleaseReason.HANDED_OVER);
        assertThat(report("k").owner()).isEmpty();
        assertThat(desk("k").release(ALICE)).isInstanceOf(ActOutcome.Refused.class);
        Profile<Bag> again = online("k");
        assertThat(again.data().coins()).isEqualTo(11);
        CompletableFuture<ReleaseReason> robbed = new CompletableFuture<>();
        again.onRelease(robbed::complete);
        done(desk("k").steal(ALICE));
        assertThat(robbed.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(ReleaseReason.STOLEN);
        assertThat(desk("k")
                        .history(ProfileVersion.Range.all(), Paging.first(100))
                        .items())
                .extracting(
                        version -> version.note().map(ProfileVersion.Note::why).orElse(""))
                .contains("alice: released: lost sword, ticket 12", "alice: stolen: lost sword, ticket 12");
    }

    @Test
    void erasedPersonIsGoneFromTheLogToo() {
        rich("k").releaseAsync().join();
        done(desk("k").edit(SWORD, OptionalLong.empty(), ALICE));
        UserDataOptions quick = UserDataOptions.defaults().quiet(Duration.ZERO);
        assertThatThrownBy(() -> operations.person("user-k").erase(quick, new Mandate("alice", "user-k asked")))
                .hasMessageContaining("reason");
        assertThat(operations
                        .person("user-k")
                        .erase(quick, new Mandate("alice", "ticket 99"))
                        .isComplete())
                .isTrue();
        assertThat(lines()).extracting(AuditLog.Line::action).containsExactly("erase", "edit");
        assertThat(lines().getLast().isErased()).isTrue();
        assertThat(lines().getLast().why()).isEmpty();
        assertThat(lines().getLast().key()).isEmpty();
        assertThat(lines().getLast().who()).isEqualTo("alice");
        assertThat(keys(new Search.Person("user-k"))).isEmpty();
        assertThat(desk("k")
                        .history(ProfileVersion.Range.all(), Paging.first(10))
                        .items())
                .hasSize(1);
    }

    @Test
    void whatIsNoProfileIsNamed() {
        put("Numbers", "n", "7");
        ProfileReport report = operations.profile("Numbers", "n").report().orElseThrow();
        assertThat(report.isProfile()).isFalse();
        assertThat(report.data()).contains((JsonElement) new JsonPrimitive(7));
        assertThat(operations.profile("Numbers", "n").edit("[]", OptionalLong.empty(), ALICE))
                .isInstanceOfSatisfying(
                        ActOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("shared records"));
        assertThat(desk("nobody").wipe(ALICE)).isInstanceOf(ActOutcome.NotFound.class);
        assertThatThrownBy(() -> operations.profile("~audit", "x")).hasMessageContaining("~audit");
        assertThatThrownBy(() -> operations.profile("Bag", "")).hasMessageContaining("key");
        assertThatThrownBy(() -> new Mandate(" ", "why")).hasMessageContaining("who");
        assertThatThrownBy(() -> new Mandate("who", "")).hasMessageContaining("reason");
        assertThat(lines()).isEmpty();
    }

    @Test
    void storesOfTextsAndDeepAndLargeTreesAreEdited() {
        ProfileStore<JsonElement> trees = game.profileStore("Tree", JsonElement.class, () -> new JsonPrimitive("old"));
        assertThat(trees.loadProfileAsync("<b>\u202E\u0007/'\"").join()).isInstanceOf(LoadResult.Loaded.class);
        ProfileDesk odd = operations.profile("Tree", "<b>\u202E\u0007/'\"");
        done(odd.edit("[{\"op\":\"replace\",\"path\":\"\",\"value\":\"new\"}]", OptionalLong.empty(), ALICE));
        assertThat(odd.report().orElseThrow().data()).contains((JsonElement) new JsonPrimitive("new"));
        String deep = "[".repeat(250) + "1" + "]".repeat(250);
        done(odd.edit("[{\"op\":\"replace\",\"path\":\"\",\"value\":" + deep + "}]", OptionalLong.empty(), ALICE));
        done(odd.edit(
                "[{\"op\":\"replace\",\"path\":\"" + "/0".repeat(250) + "\",\"value\":2}]",
                OptionalLong.empty(),
                ALICE));
        assertThat(odd.report().orElseThrow().data().orElseThrow().toString()).contains("[2]");
        String tooDeep = "[".repeat(256) + "1" + "]".repeat(256);
        assertThat(odd.edit(
                        "[{\"op\":\"replace\",\"path\":\"\",\"value\":" + tooDeep + "}]", OptionalLong.empty(), ALICE))
                .isInstanceOfSatisfying(
                        ActOutcome.Refused.class,
                        refused -> assertThat(refused.why()).contains("255 levels"));
        String large = "x".repeat(3 << 20);
        done(odd.edit("[{\"op\":\"replace\",\"path\":\"\",\"value\":\"" + large + "\"}]", OptionalLong.empty(), ALICE));
        assertThat(odd.report().orElseThrow().bytes()).isEqualTo((3 << 20) + 2);
        String tooLarge = "x".repeat(5 << 20);
        assertThat(odd.edit(
                        "[{\"op\":\"replace\",\"path\":\"\",\"value\":\"" + tooLarge + "\"}]",
                        OptionalLong.empty(),
                        ALICE))
                .isInstanceOf(ActOutcome.Refused.class);
        done(odd.edit("[{\"op\":\"replace\",\"path\":\"\",\"value\":\"small\"}]", OptionalLong.empty(), ALICE));
    }

    @Test
    void loadThatWaitsIsShownWithWhoAsks() {
        Profile<Bag> profile = rich("k");
        CompletableFuture<Boolean> shown = new CompletableFuture<>();
        profile.onLastSave(reason -> shown.orTimeout(4, TimeUnit.SECONDS)
                .exceptionally(late -> false)
                .join());
        try (DataSave other =
                DataSave.builder(storage).serverName("arena").keepStorageOpen().build()) {
            var load = other.profileStore("Bag", Bag.class, Bag::fresh).loadProfileAsync("k");
            List<ProfileReport.Waiting> waiting = report("k").waiting();
            while (waiting.isEmpty() && !load.isDone()) {
                waiting = report("k").waiting();
            }
            shown.complete(true);
            assertThat(waiting).hasSize(1);
            assertThat(waiting.getFirst().serverName()).isEqualTo("arena");
            assertThat(waiting.getFirst().isAddressedToOwner()).isTrue();
            assertThat(load.join()).isInstanceOf(LoadResult.Loaded.class);
        }
    }

    @Test
    void profileThatWasMovedOrRemovedIsNotEdited() {
        rich("k").releaseAsync().join();
        assertThat(bags.moveProfileAsync("k", "new", "why").join()).isInstanceOf(ProfileStore.MoveOutcome.Moved.class);
        assertThat(report("k").movedTo()).contains("new");
        assertThat(desk("k").edit(SWORD, OptionalLong.empty(), ALICE))
                .isEqualTo(new ActOutcome.NotFound("Bag/k: it was moved to the key new"));
        done(desk("new").wipe(ALICE));
        assertThat(desk("new").edit(SWORD, OptionalLong.empty(), ALICE)).isInstanceOf(ActOutcome.NotFound.class);
    }

    @Test
    void ofManyOperatorsAtOnceOneWinsAndTheOthersAreTold() {
        rich("k");
        long seen = report("k").revision();
        List<CompletableFuture<ActOutcome>> acts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String patch = "[{\"op\":\"replace\",\"path\":\"/coins\",\"value\":" + (100 + i) + "}]";
            acts.add(CompletableFuture.supplyAsync(() -> desk("k").edit(patch, OptionalLong.of(seen), BOB)));
        }
        List<ActOutcome> outcomes = acts.stream().map(CompletableFuture::join).toList();
        assertThat(outcomes).filteredOn(ActOutcome.Done.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> !(outcome instanceof ActOutcome.Done))
                .allSatisfy(outcome ->
                        assertThat(outcome).isInstanceOfAny(ActOutcome.Conflict.class, ActOutcome.Refused.class));
        assertThat(lines()).hasSize(4);
    }

    @Test
    void doctorFindsNothingWrongAndNamesWhatCanNotBeRead() {
        rich("k");
        assertThat(operations.doctor().quick())
                .allSatisfy(diagnosis -> assertThat(diagnosis.severity()).isEqualTo(Diagnosis.Severity.OK));
        assertThat(operations.doctor().thorough(progress -> {}))
                .allSatisfy(diagnosis -> assertThat(diagnosis.severity()).isEqualTo(Diagnosis.Severity.OK));
        operations.audit().begin(ALICE, "edit", Optional.empty(), java.util.Set.of(), new com.google.gson.JsonObject());
        assertThat(operations.doctor().quick())
                .as("an act that has just begun may go on")
                .hasSize(8);
        assertThat(operations.stats().stores())
                .extracting(Storage.Transfer.Tally::store)
                .contains("Bag", "~lease");
    }
}
