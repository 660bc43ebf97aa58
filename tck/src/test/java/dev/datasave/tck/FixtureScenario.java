package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.datasave.DataResult;
import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.EditOutcome;
import dev.datasave.GrantResult;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadOptions;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.Ranking;
import dev.datasave.RollbackOutcome;
import dev.datasave.UserDataOptions;
import dev.datasave.WhenHeld;
import dev.datasave.WipeResult;
import dev.datasave.WriteOptions;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.VersionQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A day at a few servers after which every kind of stored record stands in the storage or in a spool: played once for each version of the stored
 * formats, and left as a {@link StoredFixture}. What {@link StoredFormatsTest} expects is what happens here.
 *
 * <p>At the end all servers are dead: {@code brink}, whose lease is short, in the middle of its work, then {@code lobby}, which was waiting for it.
 */
final class FixtureScenario extends Spooling {
    static final Duration BRINKS_LEASE = Duration.ofSeconds(3);

    private static final Path ELSEWHERE = Path.of("elsewhere");

    /** A message. */
    record Gift(String name, long coins) {}

    /** Data whose schema has a version. */
    record Ship(String name, long guns) {}

    /** A shared record. */
    record Guild(String name, long members) {}

    private DataSave lobby = server("unused");
    private DataSave arena = lobby;

    private FixtureScenario() {
        network.kill(lobby);
    }

    static ProfileStore<Purse> store(DataSave server) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults()
                        .history(HistoryPolicy.everything())
                        .rankedBy(Ranking.<Purse>byHand().ties(Ranking.Ties.FIRST_COME))
                        .namedEdit("fine", (purse, amount) -> purse.earn(-amount.getAsLong())));
    }

    static DataStore<Guild> guilds(DataSave server) {
        return server.dataStore(
                "Guild",
                Guild.class,
                DataStoreOptions.<Guild>defaults()
                        .history(HistoryPolicy.everything())
                        .rankedBy(Ranking.<Guild>byHand().ties(Ranking.Ties.FIRST_COME)));
    }

    static Purse with(Purse purse, Gift gift) {
        List<String> items = new ArrayList<>(purse.items());
        items.add(gift.name());
        return new Purse(purse.coins() + gift.coins(), items);
    }

    static Profile<Purse> taking(Profile<Purse> profile) {
        profile.onMessage(Gift.class, message -> message.acknowledge(purse -> with(purse, message.payload())));
        return profile;
    }

    /** Plays it. */
    static StoredFixture play() {
        FixtureScenario scenario = new FixtureScenario();
        try {
            scenario.sweepMark();
            scenario.lobby = scenario.server("lobby");
            scenario.arena = scenario.server("arena");
            scenario.at(2, scenario::profiles);
            scenario.at(3, scenario::messages);
            scenario.at(5, scenario::records);
            scenario.at(6, scenario::orphan);
            scenario.at(8, scenario::spool);
            scenario.at(10, scenario::halfAPin);
            scenario.at(11, scenario::theEndOfBrink);
            return StoredFixture.of(scenario.network, scenario.disk.files());
        } finally {
            scenario.network.close();
        }
    }

    /** Begins at a full minute, so that the times of what it leaves are known to the second. */
    private void at(int minute, Runnable step) {
        Duration left = Duration.ofMinutes(minute).minus(network.now());
        assertThat(left).as("time left until minute " + minute).isPositive();
        network.advance(left);
        step.run();
    }

    private Profile<Purse> profile(DataSave server, String key, long coins) {
        Profile<Purse> profile = load(store(server), key);
        profile.update(purse -> purse.earn(coins));
        saved(profile.saveAsync());
        return profile;
    }

    private void send(String key, Gift gift) {
        assertThat(network.await(store(lobby).messageAsync(key, gift))).isInstanceOf(Message.Outcome.Sent.class);
    }

    private void release(Profile<Purse> profile) {
        saved(profile.releaseAsync());
        network.advance(Duration.ofMillis(100));
    }

    private String system(String key) {
        return String.valueOf(entry(key).content().system());
    }

    private List<Entry> standing(String store) {
        return network.storage().list(EntryQuery.keys(store, "")).items();
    }

    /** More than a tenth of the history is due, so the sweep stops and leaves its mark. */
    private void sweepMark() {
        DataSave sweeper = server("sweeper");
        for (long members = 1; members <= 13; members++) {
            put(guilds(sweeper), "old", new Guild("Old", members), WriteOptions.defaults());
        }
        EntryId old = new EntryId("Guild", "old");
        for (Entry entry : network.storage().versions(VersionQuery.all(old)).items()) {
            network.storage().retain(old, entry.revision(), Retention.keep(Duration.ofMillis(1)));
        }
        network.until(() -> !standing("~sweep").isEmpty(), Duration.ofMinutes(3));
        network.kill(sweeper);
    }

    private void profiles() {
        rich();
        profile(arena, "told", 50);
        assertThat(network.await(store(lobby).editAsync("told", "fine", new JsonPrimitive(8), "rude")))
                .isInstanceOf(EditOutcome.Applied.class);
        network.await(store(arena).releaseAsync("told"));
        takenBack(profile(lobby, "back", 1));
        Profile<Purse> wiped = profile(lobby, "wiped", 5);
        granted(wiped, "order-9");
        release(wiped);
        assertThat(network.await(store(lobby).wipeProfileAsync("wiped"))).isInstanceOf(WipeResult.Wiped.class);
        Profile<Purse> banned = profile(lobby, "banned", 99);
        banned.listed(false);
        release(banned);
        ProfileStore<Ship> ships = lobby.profileStore(
                "Ship",
                Ship.class,
                () -> new Ship("none", 0),
                ProfileOptions.<Ship>defaults().migration(1, 1, tree -> tree));
        Profile<Ship> ship = load(ships, "argo");
        ship.update(any -> new Ship("Argo", 10));
        saved(ship.releaseAsync());
    }

    private void rich() {
        Profile<Purse> rich = load(store(lobby), "rich", DEFAULTS.userId("8421"));
        rich.update(purse -> with(purse, new Gift("sword", 10)));
        saved(rich.saveAsync());
        rich.addUserId("u2");
        rich.metadata("rank", "gold ü");
        rich.score(OptionalLong.of(13));
        rich.update(purse -> purse.earn(5));
        saved(rich.saveAsync());
        assertThat(network.await(store(lobby).pinAsync("rich", 2, "before the war")))
                .isInstanceOf(ProfileVersion.PinResult.Pinned.class);
        assertThat(network.await(store(lobby).editAsync("rich", purse -> purse.earn(7), "lost items, ticket 12")))
                .isInstanceOf(EditOutcome.Applied.class);
        release(rich);
        load(store(arena), "rich");
        release(load(store(lobby), "rich"));
    }

    private void granted(Profile<Purse> profile, String receipt) {
        assertThat(network.await(profile.grantOnceAsync(receipt, purse -> purse.earn(100))))
                .isInstanceOf(GrantResult.Granted.class);
    }

    /** A grant and a message are taken back by a rollback, and a grant from before it is not. */
    private void takenBack(Profile<Purse> profile) {
        String key = profile.key();
        granted(profile, "order-1");
        long good = profile.info().revision();
        granted(profile, "order-2");
        taking(profile);
        send(key, new Gift("gem", 3));
        network.until(() -> profile.data().items().contains("gem"), seconds(5));
        release(profile);
        assertThat(network.await(store(lobby).rollbackAsync(key, good, "duped, ticket 13")))
                .isInstanceOf(RollbackOutcome.RolledBack.class);
        network.advance(seconds(1));
    }

    private void messages() {
        Profile<Purse> mail = profile(lobby, "mail", 1);
        mail.score(OptionalLong.of(3));
        release(mail);
        send("mail", new Gift("hat", 1));
        assertThat(network.await(store(lobby).messageAsync("mail", new Gift("cake", 2), Duration.ofHours(1))))
                .isInstanceOf(Message.Outcome.Sent.class);
        assertThat(network.await(store(lobby).messageAsync("mail", new Gift("milk", 4), seconds(1))))
                .isInstanceOf(Message.Outcome.Sent.class);
        Message.Outcome withdrawn = network.await(store(lobby).messageAsync("mail", new Gift("bomb", 8)));
        assertThat(network.await(store(lobby)
                        .withdrawMessageAsync("mail", withdrawn instanceof Message.Outcome.Sent(var id) ? id : "")))
                .isInstanceOf(Message.Change.Done.class);
        network.until(
                () -> events.contains("lobby messageExpired Gift of mail")
                        || events.contains("arena messageExpired Gift of mail"),
                Duration.ofMinutes(5));
    }

    private void put(DataStore<Guild> store, String key, Guild guild, WriteOptions options) {
        assertThat(network.await(store.setAsync(key, guild, options))).isInstanceOf(DataResult.Written.class);
    }

    private void records() {
        DataStore<Guild> guilds = guilds(lobby);
        put(guilds, "owls", new Guild("Owls", 1), WriteOptions.defaults());
        put(
                guilds,
                "owls",
                new Guild("Owls", 2),
                WriteOptions.defaults()
                        .userIds(Set.of("8421"))
                        .metadata(Map.of("colour", "blue"))
                        .score(OptionalLong.of(7)));
        put(guilds, "owls", new Guild("Night Owls", 3), WriteOptions.defaults());
        put(guilds, "hawks", new Guild("Hawks", 9), WriteOptions.defaults().score(OptionalLong.of(9)));
        put(guilds, "foxes", new Guild("Foxes", 4), WriteOptions.defaults());
        assertThat(network.await(guilds.removeAsync("foxes"))).isInstanceOf(DataResult.Written.class);
    }

    /** A final state that had no place any more when its server came back. */
    private void orphan() {
        DataSave lost = spooling("lost", ELSEWHERE);
        Profile<Purse> profile = unsaved(lost, "orphaned", 77);
        profile.metadata("clan", "red");
        network.outage(lost, seconds(600));
        network.closeServer(lost);
        release(profile(lobby, "orphaned", 100));
        DataSave again = spooling("lost", ELSEWHERE);
        network.until(() -> events.contains("lost orphanKept orphaned"), seconds(30));
        network.closeServer(again);
    }

    /** Final states in files: one that still fits, one that does not, two of which something was erased since. */
    private void spool() {
        DataSave wreck = spooling("wreck");
        Profile<Purse> spooled = unsaved(wreck, "spooled", 7);
        spooled.metadata("clan", "blue");
        spooled.score(OptionalLong.of(5));
        unsaved(wreck, "conflict", 8);
        unsaved(wreck, "gone", 9);
        Profile<Purse> shared = unsaved(wreck, "shared", 10);
        shared.addUserId("bob");
        saved(shared.saveAsync());
        shared.update(purse -> purse.earn(1));
        network.outage(wreck, seconds(600));
        network.closeServer(wreck);
        assertThat(disk.states()).hasSize(4);

        release(profile(lobby, "conflict", 100));
        erase(lobby, "gone");
        assertThat(network.await(lobby.eraseUserAsync(
                                "shared",
                                UserDataOptions.defaults()
                                        .detach(entry -> UserDataOptions.Detach.Outcome.rewrite(
                                                JsonParser.parseString("{\"coins\":1,\"items\":[]}"), Map.of()))))
                        .isComplete())
                .isTrue();
        send("gone", new Gift("welcome", 9));
    }

    /** A server dies between the two steps in which it gives a name to a revision. */
    private void halfAPin() {
        release(profile(lobby, "pinned", 5));
        DataSave pinner = server("pinner");
        int before = standing("~pin").size();
        network.breakWrites(write -> write.id().store().equals("~pin")
                && write.content() != null
                && String.valueOf(write.content().value()).contains("\"done\":true"));
        var unused = store(pinner).pinAsync("pinned", 2, "half");
        network.until(() -> standing("~pin").size() > before, seconds(30));
        network.kill(pinner);
        network.breakWrites(write -> false);
    }

    private void theEndOfBrink() {
        takenBack(profile(lobby, "asked-again", 1));
        DataSave brink = server(
                "brink", builder -> builder.heartbeat(Duration.ofSeconds(1)).leaseTime(BRINKS_LEASE));
        for (String key : List.of("held", "asked-edit", "asked-pin", "asked-rollback", "asked-message", "claimed")) {
            profile(brink, key, 50);
        }
        profile(brink, "robbed", 60);
        profile(brink, "asked-again", 5);
        Profile<Purse> marks = profile(brink, "marks", 1);
        Message.Outcome waiting = network.await(store(lobby).messageAsync("asked-message", new Gift("old", 1)));
        send("marks", new Gift("ring", 3));
        taking(marks);
        network.until(() -> marks.data().items().contains("ring"), seconds(5));
        var unused = marks.saveAsync();
        network.until(() -> system("marks").contains("consumed"), seconds(5));
        network.kill(brink); // before the message is removed

        ProfileStore<Purse> here = store(lobby);
        load(here, "robbed", DEFAULTS.whenHeld(WhenHeld.STEAL));
        var asked = List.of(
                here.editAsync("asked-edit", "fine", new JsonPrimitive(10), "spam"),
                here.rollbackAsync("asked-rollback", 1, "bug"),
                here.pinAsync("asked-pin", 2, "asked for"),
                here.messageAgainAsync("asked-again", takenBackMessage("asked-again"), "ticket 14"),
                here.editMessageAsync(
                        "asked-message", waiting instanceof Message.Outcome.Sent(var id) ? id : "", new Gift("new", 2)),
                here.loadProfileAsync("claimed", LoadOptions.defaults()));
        List<String> requests = List.of("~edit", "~rollback", "~pin", "~again", "~message");
        network.until(
                () -> standing("~claim").size() == 1
                        && standing("~notice").size() == 1
                        && requests.stream()
                                .allMatch(type -> standing("~message").stream()
                                        .anyMatch(entry -> String.valueOf(
                                                        entry.content().value())
                                                .contains("\"type\":\"" + type + "\""))),
                seconds(2));
        assertThat(asked).noneMatch(java.util.concurrent.CompletableFuture::isDone);
        network.kill(lobby);
        network.kill(arena);
    }

    private String takenBackMessage(String key) {
        return JsonParser.parseString(system(key))
                .getAsJsonObject()
                .getAsJsonArray("takenBack")
                .get(0)
                .getAsString();
    }
}
