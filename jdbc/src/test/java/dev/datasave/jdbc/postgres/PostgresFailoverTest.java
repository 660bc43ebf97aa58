package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.DataSaveListener;
import dev.datasave.HistoryPolicy;
import dev.datasave.LoadResult;
import dev.datasave.LostUpdate;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileOptions;
import dev.datasave.SaveResult;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A primary dies, and an asynchronous standby that lags is promoted. The servers go on there. Whoever holds a profile finds its next write refused, is told
 * so, and brings what the standby lacks.
 */
@Timeout(180)
class PostgresFailoverTest {
    private static final String SCHEMA = "failover";
    private static PostgresProcess primary;
    private static PostgresProcess standby;

    private final Queue<LostUpdate> lost = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    record Purse(int coins) {}

    @BeforeAll
    static void start() throws Exception {
        primary = PostgresProcess.start();
        standby = primary.standby();
    }

    @AfterAll
    static void stop() {
        if (standby != null) {
            standby.close();
        }
        primary.close();
    }

    private static Storage open() {
        String url = "jdbc:postgresql://127.0.0.1:" + primary.port() + ",127.0.0.1:" + standby.port()
                + "/postgres?user=postgres&targetServerType=primary";
        return SqlStorage.open(url, SqlOptions.defaults().schema(SCHEMA).callTimeout(Duration.ofSeconds(2)));
    }

    private DataSave server(String name) {
        DataSaveListener listener = new DataSaveListener() {
            @Override
            public void lostUpdate(LostUpdate update) {
                lost.add(update);
            }

            @Override
            public void staleWriteRefused(ProfileId profile) {
                refused.add(profile.key());
            }
        };
        return DataSave.builder(open())
                .serverName(name)
                .heartbeat(Duration.ofMillis(500))
                .leaseTime(Duration.ofSeconds(4))
                .listener(listener)
                .build();
    }

    private static Profile<Purse> load(DataSave server, String key) {
        ProfileOptions<Purse> options =
                ProfileOptions.<Purse>defaults().autosave(Duration.ofHours(1)).history(HistoryPolicy.everything());
        return switch (server.profileStore("Purse", Purse.class, () -> new Purse(0), options)
                .loadProfileAsync(key)
                .join()) {
            case LoadResult.Loaded<Purse>(var profile) -> profile;
            case LoadResult.NotLoaded<Purse>(var reason) -> throw new AssertionError(key + " not loaded: " + reason);
        };
    }

    private static long save(Profile<Purse> profile, int coins) {
        profile.update(purse -> new Purse(coins));
        return switch (profile.saveAsync().join()) {
            case SaveResult.Saved(long revision, var at) -> revision;
            case SaveResult.NotSaved(var reason) -> throw new AssertionError("not saved: " + reason);
        };
    }

    @Test
    void whoHoldsAProfileBringsWhatTheStandbyLacksAndNothingIsOwnedTwice() throws Exception {
        try (DataSave before = server("before");
                DataSave after = server("after")) {
            Profile<Purse> played = load(before, "played");
            Profile<Purse> idle = load(before, "idle");
            long replicated = save(played, 1);
            save(idle, 1);
            standby.awaitAllOf(primary);
            standby.cutOff();
            assertThat(save(played, 2)).isEqualTo(replicated + 1);
            save(idle, 2);
            primary.kill();
            standby.promote();

            assertThat(save(played, 3)).as("one revision is written again").isEqualTo(replicated + 1);
            assertThat(load(after, "played").data()).isEqualTo(new Purse(3));
            assertThat(played.isActive()).isFalse();
            assertThat(load(after, "idle").data()).isEqualTo(new Purse(2));
            assertThat(idle.isActive()).isFalse();
            assertThat(refused).as("and whoever watches is told").contains("played", "idle");
        }
        assertThat(lost).isEmpty();
        try (Storage storage = open()) {
            List<Entry> kept = storage.versions(VersionQuery.all(new EntryId("Purse", "played")))
                    .items();
            assertThat(kept).extracting(Entry::revision).containsExactly(4L, 3L, 2L, 1L);
            assertThat(kept).extracting(each -> each.content().value()).anyMatch(value -> value.contains("3"));
            assertThat(kept).extracting(each -> each.content().value()).noneMatch(value -> value.contains("2"));
        }
    }
}
