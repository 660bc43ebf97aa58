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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/** A game of two servers on one file: a crowd that hops between them, and Steve, who has lost his sword and stays online. */
final class Network implements AutoCloseable {
    private static final int CROWD = 30;

    private final Storage storage;
    private final List<DataSave> servers;
    private final List<ProfileStore<Bag>> stores;
    private final Profile<Bag> steve;
    private final Thread crowd;
    private volatile boolean isOver;

    /** What players have; the nest is deep, so that its tree is opened in pieces. */
    record Bag(long coins, List<String> items, Map<String, Map<String, Map<String, List<String>>>> nest) {
        static Bag fresh() {
            return new Bag(0, List.of(), Map.of("a", Map.of("b", Map.of("c", List.of("bottom")))));
        }

        Bag with(long newCoins, List<String> newItems) {
            return new Bag(newCoins, newItems, nest);
        }
    }

    Network(Path file) {
        storage = SqlStorage.sqlite(file);
        servers = List.of(server("lobby"), server("arena"));
        stores = servers.stream()
                .map(server -> server.profileStore(
                        "PlayerData",
                        Bag.class,
                        Bag::fresh,
                        ProfileOptions.<Bag>defaults()
                                .history(HistoryPolicy.everything())
                                .rankedBy(Bag::coins)))
                .toList();
        steve = load(0, "8421");
        steve.onReplaced(replaced -> {});
        save(steve, 10, List.of("shield", "sword"));
        save(steve, 12, List.of("shield"));
        crowd = Thread.ofVirtual().start(this::play);
    }

    private DataSave server(String name) {
        return DataSave.builder(storage).serverName(name).keepStorageOpen().build();
    }

    private Profile<Bag> load(int server, String key) {
        return switch (stores.get(server)
                .loadProfileAsync(key, LoadOptions.defaults().userId(key))
                .join()) {
            case LoadResult.Loaded<Bag>(var profile) -> profile;
            case LoadResult.NotLoaded<Bag>(var reason) -> throw new CancellationException(reason.toString());
        };
    }

    private static void save(Profile<Bag> profile, long coins, List<String> items) {
        profile.update(bag -> bag.with(coins, items));
        var unused = profile.saveAsync().join();
    }

    private void play() {
        try {
            for (int round = 0; !isOver; round++) {
                int player = round % CROWD;
                Profile<Bag> profile = load((round / CROWD) % 2, "player-" + player);
                save(profile, round, List.of("apple"));
            }
        } catch (CompletionException | CancellationException | dev.datasave.DataSaveException over) {
            isOver = true; // the servers have closed
        }
    }

    List<String> itemsOfSteve() {
        return steve.data().items();
    }

    @Override
    public void close() {
        isOver = true;
        try {
            crowd.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        servers.forEach(DataSave::close);
        storage.close();
    }
}
