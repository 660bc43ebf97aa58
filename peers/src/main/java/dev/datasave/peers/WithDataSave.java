package dev.datasave.peers;

import dev.datasave.DataSave;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadResult;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.SaveResult;
import dev.datasave.bench.BenchData;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** DataSave with its defaults. */
record WithDataSave(Site site, String name, HistoryPolicy history, Pace pace) implements Peer {
    static final String STORE = "Player";

    WithDataSave(Site site, Pace pace) {
        this(site, "datasave", HistoryPolicy.standard(), pace);
    }

    @Override
    public String title() {
        return "DataSave";
    }

    @Override
    public void prepare(int players) throws SQLException {
        try (Connection connection = site.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + name + " CASCADE");
        }
        try (Storage storage = storage()) {
            List<Write> batch = new ArrayList<>();
            for (int i = 0; i < players; i++) {
                Content content = new Content(PlayerRows.encode(BenchData.of(i)), Set.of(), Map.of(), null, null, "{}");
                batch.add(Write.put(new EntryId(STORE, Peer.key(i)), Optional.empty(), "w", content));
                if (batch.size() == 500 || i == players - 1) {
                    storage.write(batch, Atomicity.EACH);
                    batch.clear();
                }
            }
        }
    }

    /** A machine on which many processes start at once may take longer to connect. */
    private SqlOptions options() {
        SqlOptions options = SqlOptions.defaults().schema(name);
        return pace.isQuick() ? options.callTimeout(Duration.ofSeconds(20)) : options;
    }

    private Storage storage() {
        return SqlStorage.open(site.url(name), options());
    }

    @Override
    public long stored(String key) throws SQLException {
        return site.money("SELECT value FROM " + name + ".entry WHERE store = 'Player' AND key = ?", key);
    }

    @Override
    public Server open(String server) {
        DataSave dataSave = DataSave.builder(storage())
                .serverName(server)
                .heartbeat(pace.lease().dividedBy(5))
                .leaseTime(pace.lease())
                .closeTimeout(Duration.ofMinutes(2))
                .build();
        ProfileStore<BenchData> store = dataSave.profileStore(
                STORE,
                BenchData.class,
                () -> BenchData.of(0),
                ProfileOptions.<BenchData>defaults().autosave(pace.autosave()).history(history));
        return new Server(dataSave, store);
    }

    /** A game server with DataSave. */
    record Server(DataSave dataSave, ProfileStore<BenchData> store) implements PeerServer {
        @Override
        public Optional<Seat> join(String key) {
            return joinAsync(key).join();
        }

        CompletableFuture<Optional<Seat>> joinAsync(String key) {
            return store.loadProfileAsync(key).thenApply(result -> switch (result) {
                case LoadResult.Loaded<BenchData>(var profile) -> Optional.of(new Held(profile));
                case LoadResult.NotLoaded<BenchData> none -> Optional.empty();
            });
        }

        @Override
        public int saveAll(List<Seat> seats) {
            List<CompletableFuture<SaveResult>> saves = new ArrayList<>(seats.size());
            seats.forEach(seat -> saves.add(((Held) seat).profile.saveAsync()));
            return (int) saves.stream().filter(save -> isStored(save.join())).count();
        }

        @Override
        public boolean savesByItself() {
            return true;
        }

        @Override
        public void close() {
            dataSave.close();
        }
    }

    private static boolean isStored(SaveResult result) {
        return result instanceof SaveResult.Saved;
    }

    private record Held(Profile<BenchData> profile) implements PeerServer.Seat {
        @Override
        public String key() {
            return profile.key();
        }

        @Override
        public long money() {
            return profile.data().money();
        }

        @Override
        public boolean earn(long amount) {
            return profile.tryUpdate(data -> data.earn(amount));
        }

        @Override
        public boolean save() {
            return isStored(profile.saveAsync().join());
        }

        @Override
        public boolean quit() {
            return isStored(profile.releaseAsync().join());
        }
    }
}
