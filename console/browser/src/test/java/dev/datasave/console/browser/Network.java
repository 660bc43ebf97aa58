package dev.datasave.console.browser;

import dev.datasave.DataSave;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A game of two servers on one file: a crowd that hops between them, and Steve, who has lost his sword and stays online. */
final class Network implements AutoCloseable {
    static final String STORE = "PlayerData";
    static final String STEVE = "8421";
    static final String VICTOR = "victor-77";

    /** What a player might call things who tries to get a script into the console. */
    static final String EVIL = "<script>planted=1</script>\"'><img src=x onerror=planted=1>\u202E{{7*7}}/../&amp;";

    private static final int CROWD = 30;
    private static final Duration PACE = Duration.ofMillis(100);
    private static final Duration LEASE = Duration.ofSeconds(60); // long, for machines on which much else runs

    private final Storage storage;
    private final List<DataSave> servers;
    private final List<ProfileStore<Bag>> stores;
    private final Profile<Bag> steve;
    private final ScheduledExecutorService crowd = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> play;
    private int round;

    /** What players have; the nest is deep, so that its tree is opened in pieces. */
    record Bag(long coins, List<String> items, Map<String, Map<String, Map<String, List<String>>>> nest) {
        static Bag fresh() {
            return new Bag(0, List.of(), Map.of("a", Map.of("b", Map.of("c", List.of("bottom")))));
        }

        Bag with(long newCoins, List<String> newItems) {
            return new Bag(newCoins, newItems, nest);
        }
    }

    /** A message. */
    record Gift(String text) {}

    Network(Path file) {
        storage = SqlStorage.sqlite(file);
        servers = List.of(server("lobby"), server("arena"));
        stores = servers.stream().map(Network::store).toList();
        steve = load(stores.get(0), STEVE);
        steve.onReplaced(replaced -> {});
        save(steve, 10, List.of("shield", "sword"));
        save(steve, 12, List.of("shield"));
        Profile<Bag> victor = load(stores.get(1), VICTOR);
        save(victor, 7, List.of("lance"));
        var unusedRelease = victor.releaseAsync().join();
        var unusedMessage =
                stores.get(0).messageAsync(STEVE, new Gift("ten coins")).join();
        play = crowd.scheduleAtFixedRate(this::hop, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private DataSave server(String name) {
        return DataSave.builder(storage)
                .serverName(name)
                .leaseTime(LEASE)
                .keepStorageOpen()
                .build();
    }

    private static ProfileStore<Bag> store(DataSave server) {
        return server.profileStore(
                STORE,
                Bag.class,
                Bag::fresh,
                ProfileOptions.<Bag>defaults()
                        .history(HistoryPolicy.everything())
                        .rankedBy(Bag::coins));
    }

    private static Profile<Bag> load(ProfileStore<Bag> store, String key) {
        return switch (store.loadProfileAsync(key, LoadOptions.defaults().userId(key))
                .join()) {
            case LoadResult.Loaded<Bag>(var profile) -> profile;
            case LoadResult.NotLoaded<Bag>(var reason) -> throw new AssertionError(key + ": " + reason);
        };
    }

    private static void save(Profile<Bag> profile, long coins, List<String> items) {
        profile.update(bag -> bag.with(coins, items));
        var unused = profile.saveAsync().join();
    }

    /** The next of the crowd goes to the other server, and earns something there. */
    private void hop() {
        Profile<Bag> profile = load(stores.get(round / CROWD % 2), "player-" + round % CROWD);
        save(profile, round, List.of("apple"));
        round++;
    }

    /** A player puts markup wherever a player's text can stand. */
    void plant() {
        Profile<Bag> profile = load(stores.get(0), EVIL);
        save(profile, 1, List.of(EVIL));
        profile.update(bag ->
                new Bag(2, List.of(EVIL, EVIL.repeat(3)), Map.of(EVIL, Map.of(EVIL, Map.of(EVIL, List.of(EVIL))))));
        profile.metadata("name", EVIL);
        var unusedSave = profile.saveAsync().join();
        var unusedMessage = stores.get(0).messageAsync(EVIL, new Gift(EVIL)).join();
    }

    List<String> itemsOfSteve() {
        return steve.data().items();
    }

    @Override
    public void close() {
        crowd.shutdown();
        try {
            if (!crowd.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new AssertionError("the crowd does not stop");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        servers.forEach(DataSave::close);
        storage.close();
        if (play.state() == Future.State.FAILED) {
            throw new AssertionError("the crowd stopped in the middle", play.exceptionNow());
        }
    }
}
