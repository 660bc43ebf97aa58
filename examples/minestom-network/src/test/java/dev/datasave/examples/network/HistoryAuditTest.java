package dev.datasave.examples.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import dev.datasave.DataSave;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileStore;
import dev.datasave.Transaction;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers leave a sound history. Each fault that is then written into it is found. */
@Timeout(60)
class HistoryAuditTest {
    private static final String APPLE = "{id:\"minecraft:apple\",serial:\"0a8a7c36-8d4c-4b36-8f5e-2d3a0a3f6a01\"}";
    private static final String SWORD = "{id:\"minecraft:sword\",serial:\"0a8a7c36-8d4c-4b36-8f5e-2d3a0a3f6a02\"}";
    private static final Retention KEPT = Retention.keep(Duration.ofDays(1));

    private final Storage storage = Storage.inMemory();
    private int writes;

    /** Alice earns, pays Bob, gives him the sword for nothing and mails Carol; Carol comes on the other server, and gets it. */
    @BeforeEach
    void play() {
        try (DataSave one = server("one")) {
            ProfileStore<Hero> heroes = heroes(one);
            Profile<Hero> alice = load(heroes, "alice");
            Profile<Hero> bob = load(heroes, "bob");
            alice.update(hero -> hero.earn(5).with(Map.of(0, APPLE, 1, SWORD)));
            Transaction.Result result = one.transactAsync(Transaction.Participants.of(alice, bob), tx -> {
                        tx.update(alice, hero -> hero.send(2).with(Map.of(0, APPLE)));
                        tx.update(bob, hero -> hero.receive(2).with(Map.of(1, SWORD)));
                        tx.message(heroes, "carol", new Parcel("alice", 0, "hello"));
                        return true;
                    })
                    .join();
            assertThat(result).isEqualTo(new Transaction.Result.Committed());
            result = one.transactAsync(Transaction.Participants.of(alice), tx -> {
                        tx.update(alice, hero -> hero.send(1));
                        tx.message(heroes, "carol", new Parcel("alice", 1, "for you"));
                        tx.message(heroes, "dave", new Parcel("alice", 0, "later"));
                        return true;
                    })
                    .join();
            assertThat(result).isEqualTo(new Transaction.Result.Committed());
        }
        try (DataSave two = server("two")) {
            ProfileStore<Hero> heroes = heroes(two);
            Profile<Hero> carol = load(heroes, "carol");
            CompletableFuture<Boolean> got = new CompletableFuture<>();
            carol.onMessage(Parcel.class, parcel -> {
                long coins = parcel.payload().coins();
                boolean isDone = parcel.acknowledge(hero -> hero.receive(coins));
                if (coins > 0) {
                    got.complete(isDone);
                }
            });
            assertThat(got.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
            load(heroes, "alice");
        }
        assertThat(HistoryAudit.problems(storage, Map.of())).isEmpty();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private DataSave server(String name) {
        return DataSave.builder(storage).serverName(name).keepStorageOpen().build();
    }

    private static ProfileStore<Hero> heroes(DataSave dataSave) {
        return NetworkServer.heroes(dataSave, HistoryPolicy.everything());
    }

    private static Profile<Hero> load(ProfileStore<Hero> heroes, String key) {
        return switch (heroes.loadProfileAsync(key).join()) {
            case LoadResult.Loaded<Hero>(var profile) -> profile;
            case LoadResult.NotLoaded<Hero>(var reason) -> throw new AssertionError(reason);
        };
    }

    private static EntryId id(String key) {
        return new EntryId(NetworkServer.STORE, key);
    }

    private void forge(String key, UnaryOperator<Content> change) {
        put(storage.read(List.of(id(key))).getFirst().orElseThrow(), change, KEPT);
    }

    /** By the server {@code x}. */
    private void put(Entry entry, UnaryOperator<Content> change, Retention superseded) {
        Write write = Write.put(entry.id(), Optional.of(entry), "x-" + ++writes, change.apply(entry.content()))
                .superseding(superseded);
        assertThat(storage.write(List.of(write), Atomicity.EACH)).first().isInstanceOf(WriteResult.Written.class);
    }

    private void takes(String key) {
        forge(key, content -> content.withHolder("x/1"));
    }

    private void changes(String key, UnaryOperator<Hero> change) {
        Gson gson = new Gson();
        forge(key, content -> content.withValue(gson.toJson(change.apply(gson.fromJson(content.value(), Hero.class)))));
    }

    private void assertFound(String... texts) {
        List<String> problems = HistoryAudit.problems(storage, Map.of());
        assertThat(problems).hasSize(texts.length);
        for (int i = 0; i < texts.length; i++) {
            assertThat(problems.get(i)).contains(texts[i]);
        }
    }

    @Test
    void soundVisitIsNoProblem() {
        takes("alice");
        changes("alice", hero -> hero.earn(3));
        forge("alice", content -> content.withHolder(null));
        assertFound();
    }

    /** As after a long pause: the server that holds it goes on as another incarnation. */
    @Test
    void sameServerMayHaveAnotherIncarnation() {
        takes("alice");
        forge("alice", content -> content.withHolder("y/1"));
        changes("alice", hero -> hero.earn(3));
        assertFound("written by x while y held it", "changed by x, which only took it");
        assertThat(HistoryAudit.problems(storage, Map.of("x", "lobby", "y", "lobby")))
                .isEmpty();
    }

    @Test
    void missingRevision() {
        takes("alice");
        put(storage.read(List.of(id("alice"))).getFirst().orElseThrow(), content -> content, Retention.drop());
        changes("alice", hero -> hero.earn(1));
        assertFound("was expected");
    }

    @Test
    void changeByWhoHeldNothing() {
        forge("alice", content -> content.withSystem("{\"loads\":9}"));
        assertFound("written by x while null held it");
    }

    @Test
    void changeWhileItWasTaken() {
        Gson gson = new Gson();
        forge(
                "alice",
                content -> content.withHolder("x/1")
                        .withValue(gson.toJson(
                                gson.fromJson(content.value(), Hero.class).earn(1))));
        assertFound("changed by x, which only took it");
    }

    @Test
    void coinsFromNowhere() {
        takes("alice");
        changes("alice", hero -> new Hero(hero.isEquipped(), 100, 5, 3, 0, hero.items()));
        assertFound("the coins are not those");
    }

    @Test
    void coinsThatNobodyReceived() {
        takes("alice");
        changes("alice", hero -> hero.send(1));
        assertFound("1 coins were sent in it and not received");
    }

    @Test
    void earningsThatAreGone() {
        takes("alice");
        changes("alice", hero -> new Hero(hero.isEquipped(), 1, 4, 3, 0, hero.items()));
        assertFound("less than before");
    }

    @Test
    void itemTwiceWithOneHero() {
        takes("alice");
        changes("alice", hero -> hero.with(5, APPLE));
        assertFound("has twice");
    }

    @Test
    void itemWithTwoHeroes() {
        takes("bob");
        changes("bob", hero -> hero.with(5, APPLE));
        assertFound("was in two places");
    }

    @Test
    void parcelReceivedAgain() {
        String system = storage.read(List.of(id("carol")))
                .getFirst()
                .orElseThrow()
                .content()
                .system();
        String consumed = JsonParser.parseString(String.valueOf(system))
                .getAsJsonObject()
                .get("consumed")
                .toString();
        takes("carol");
        forge("carol", content -> content.withSystem("{\"loads\":2}"));
        changes("carol", hero -> hero.receive(1));
        forge("carol", content -> content.withSystem("{\"loads\":2,\"consumed\":" + consumed + "}"));
        assertThat(HistoryAudit.problems(storage, Map.of()))
                .anySatisfy(problem -> assertThat(problem).contains("was received 2 times"));
    }

    @Test
    void parcelThatIsGone() {
        Entry parcel = storage.list(EntryQuery.keys("~message", "")).items().stream()
                .filter(entry -> String.valueOf(entry.content().value()).contains("later"))
                .findFirst()
                .orElseThrow();
        put(parcel, content -> content.withValue(null), KEPT);
        assertFound("is gone, and nobody has received it");
    }
}
