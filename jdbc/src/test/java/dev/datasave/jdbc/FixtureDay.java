package dev.datasave.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.DataStore;
import dev.datasave.DataStoreOptions;
import dev.datasave.GrantResult;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.Message;
import dev.datasave.Profile;
import dev.datasave.ProfileOptions;
import dev.datasave.ProfileStore;
import dev.datasave.ProfileVersion;
import dev.datasave.Ranking;
import dev.datasave.SaveResult;
import dev.datasave.UserDataOptions;
import dev.datasave.WriteOptions;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What is played once for each version of the tables of a database, to be left as a file that every later build opens. */
public final class FixtureDay {
    private FixtureDay() {}

    /** A profile. */
    record Purse(long coins, List<String> items) {
        static Purse fresh() {
            return new Purse(0, List.of());
        }

        Purse earn(long amount) {
            return new Purse(coins + amount, items);
        }

        Purse with(Gift gift) {
            List<String> more = new ArrayList<>(items);
            more.add(gift.name());
            return new Purse(coins + gift.coins(), more);
        }
    }

    /** A message. */
    record Gift(String name, long coins) {}

    /** A shared record. */
    record Guild(String name, long members) {}

    static ProfileStore<Purse> purses(DataSave server) {
        return server.profileStore(
                "Purse",
                Purse.class,
                Purse::fresh,
                ProfileOptions.<Purse>defaults().history(HistoryPolicy.everything()));
    }

    static DataStore<Guild> guilds(DataSave server) {
        return server.dataStore(
                "Guild",
                Guild.class,
                DataStoreOptions.<Guild>defaults()
                        .history(HistoryPolicy.everything())
                        .rankedBy(Ranking.<Guild>byHand().ties(Ranking.Ties.FIRST_COME)));
    }

    static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    static Profile<Purse> load(DataSave server, String key, LoadOptions options) {
        return switch (join(purses(server).loadProfileAsync(key, options))) {
            case LoadResult.Loaded<Purse>(var profile) -> profile;
            case LoadResult.NotLoaded<Purse>(var reason) -> throw new AssertionError("not loaded: " + reason);
        };
    }

    static void saved(CompletableFuture<SaveResult> save) {
        assertThat(join(save)).isInstanceOf(SaveResult.Saved.class);
    }

    /** Plays it into a new file: one server closes, another one dies with a profile and a short lease. */
    public static void play(Path file) {
        Storage torn = SqlStorage.sqlite(file);
        DataSave brink = DataSave.builder(torn)
                .serverName("brink")
                .heartbeat(Duration.ofMillis(300))
                .leaseTime(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofMillis(100))
                .build();
        try (DataSave lobby =
                DataSave.builder(SqlStorage.sqlite(file)).serverName("lobby").build()) {
            rich(lobby);
            mail(lobby);
            records(lobby);
            assertThat(torn.retain(new EntryId("Guild", "old"), 1, Retention.keep(Duration.ofMillis(1))))
                    .isTrue();
            Profile<Purse> held = load(brink, "held", LoadOptions.defaults().userId("u3"));
            held.update(purse -> purse.earn(50));
            saved(held.saveAsync());
        }
        torn.close();
        brink.close();
    }

    private static void rich(DataSave lobby) {
        Profile<Purse> rich = load(lobby, "rich", LoadOptions.defaults().userId("8421"));
        rich.update(purse -> purse.with(new Gift("sword", 10)));
        saved(rich.saveAsync());
        assertThat(join(purses(lobby).pinAsync("rich", 1, "before the war")))
                .isInstanceOf(ProfileVersion.PinResult.Pinned.class);
        rich.addUserId("u2");
        rich.removeUserId("8421");
        rich.metadata("rank", "gold ü");
        rich.score(OptionalLong.of(13));
        assertThat(join(rich.grantOnceAsync("order-1", purse -> purse.earn(100))))
                .isInstanceOf(GrantResult.Granted.class);
        saved(rich.releaseAsync());
    }

    private static void mail(DataSave lobby) {
        saved(load(lobby, "mail", LoadOptions.defaults()).releaseAsync());
        assertThat(join(purses(lobby).messageAsync("mail", new Gift("hat", 1))))
                .isInstanceOf(Message.Outcome.Sent.class);
        saved(load(lobby, "gone", LoadOptions.defaults().userId("gone")).releaseAsync());
        assertThat(join(lobby.eraseUserAsync("gone", UserDataOptions.defaults().quiet(Duration.ZERO)))
                        .isComplete())
                .isTrue();
    }

    private static void records(DataSave lobby) {
        DataStore<Guild> guilds = guilds(lobby);
        var unused = join(guilds.setAsync("owls", new Guild("Owls", 1)));
        unused = join(guilds.setAsync(
                "owls",
                new Guild("Night Owls", 2),
                WriteOptions.defaults()
                        .userIds(Set.of("8421"))
                        .metadata(Map.of("colour", "blue"))
                        .score(OptionalLong.of(-7))));
        unused = join(guilds.setAsync(
                "hawks", new Guild("Hawks", 9), WriteOptions.defaults().score(OptionalLong.of(8))));
        unused = join(guilds.setAsync("foxes", new Guild("Foxes", 4)));
        unused = join(guilds.removeAsync("foxes"));
        unused = join(guilds.setAsync("old", new Guild("Old", 1)));
        unused = join(guilds.setAsync("old", new Guild("Old", 2)));
    }
}
