package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataSaveListener;
import dev.datasave.LostUpdate;
import dev.datasave.Profile;
import dev.datasave.ProfileId;
import dev.datasave.ProfileState;
import dev.datasave.ProfileStore;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.jdbc.Storages;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that fails for a reason that lasts: edits are refused at once, long before the lease ends, and owner and game learn why (P3). */
@Timeout(60)
class LastingFailureTest {
    @TempDir
    private Path directory;

    private Path file;
    private SqliteDialect dialect;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<LostUpdate> lost = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() {
        file = directory.resolve("players.db");
        dialect = SqliteDialect.open(file, Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    /** With a lease of an hour, which ends in no test. */
    private DataSave server(UnaryOperator<DataSave.Builder> settings) {
        DataSave.Builder builder = DataSave.builder(Storages.on(dialect))
                .heartbeat(Duration.ofSeconds(1))
                .leaseTime(Duration.ofSeconds(50))
                .outageGrace(Duration.ofSeconds(3))
                .closeTimeout(Duration.ofSeconds(2))
                .listener(new DataSaveListener() {
                    @Override
                    public void suspended(String why) {
                        events.add("suspended: " + why);
                    }

                    @Override
                    public void resumed() {
                        events.add("resumed");
                    }

                    @Override
                    public void profileSuspended(ProfileId profile, String why) {
                        events.add("suspended " + profile.key() + ": " + why);
                    }

                    @Override
                    public void profileResumed(ProfileId profile) {
                        events.add("resumed " + profile.key());
                    }

                    @Override
                    public void lostUpdate(LostUpdate update) {
                        lost.add(update);
                    }
                });
        return settings.apply(builder).build();
    }

    private void run(String sql) throws SQLException {
        try (Raw raw = new Raw(file)) {
            raw.run("PRAGMA busy_timeout = 5000");
            raw.run(sql);
        }
    }

    private static void assertSuspended(Profile<Long> profile, String why) {
        assertThat(profile.state()).isEqualTo(ProfileState.SUSPENDED);
        assertThat(profile.suspension().orElseThrow()).contains(why);
        assertThatThrownBy(() -> profile.update(coins -> coins + 1))
                .isInstanceOf(DataSaveException.NotActive.class)
                .hasMessageContaining("found it SUSPENDED (")
                .hasMessageContaining(why);
    }

    @Test
    void aTableThatIsGoneSuspendsAllAndTheyResumeWhenItIsBack() throws Exception {
        try (DataSave server = server(settings -> settings.outageGrace(Duration.ofMinutes(1)))) {
            Profile<Long> alice = GameProcess.load(server, "alice");
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            alice.onSuspended(
                    () -> told.add("onSuspended: " + alice.suspension().orElse("")));
            alice.onResumed(() -> told.add("onResumed"));
            alice.update(coins -> coins + 5);
            run("ALTER TABLE entry RENAME TO away");
            assertThat(events.take())
                    .contains("suspended: the storage fails: SQLite file " + file + ": found ", "no such table");
            assertThat(told.take()).contains("onSuspended: the storage fails: ", "no such table");
            assertSuspended(alice, "no such table");
            run("ALTER TABLE away RENAME TO entry");
            assertThat(events.take()).isEqualTo("resumed");
            assertThat(told.take()).isEqualTo("onResumed");
            assertThat(alice.suspension()).isEmpty();
            assertThat(alice.update(coins -> coins + 1)).isEqualTo(6L);
            assertThat(alice.saveAsync().join()).isInstanceOf(SaveResult.Saved.class);
        }
    }

    @Test
    void noRightToWriteSuspendsAll() throws Exception {
        try (DataSave server = server(settings -> settings)) {
            Profile<Long> alice = GameProcess.load(server, "alice");
            run("CREATE TRIGGER ro1 BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'no right to write'); END");
            var save = alice.update(coins -> coins + 5);
            assertThat(save).isEqualTo(5L);
            var saving = alice.saveAsync();
            assertThat(events.take()).contains("no right to write");
            assertSuspended(alice, "no right to write");
            run("DROP TRIGGER ro1");
            assertThat(saving.join()).isInstanceOf(SaveResult.Saved.class);
        }
    }

    @Test
    void aFullDiskSuspendsWhatItHasNoRoomForAndItResumesWhenThereIsRoom() {
        try (DataSave server = server(settings -> settings)) {
            ProfileStore<String> notes = server.profileStore("Notes", String.class, () -> "");
            Profile<String> big = switch (notes.loadProfileAsync("big").join()) {
                case dev.datasave.LoadResult.Loaded<String>(var profile) -> profile;
                case dev.datasave.LoadResult.NotLoaded<String>(var reason) -> throw new AssertionError(reason);
            };
            Profile<Long> alice = GameProcess.load(server, "alice");
            dialect.write(false, 1, link -> link.execute("PRAGMA max_page_count = 1"));
            big.update(text -> "x".repeat(1 << 20));
            var save = big.saveAsync();
            String event = "";
            while (!event.startsWith("suspended big: its state can't be stored: ")) {
                event = take();
            }
            assertThat(event).contains("found no room on the disk");
            assertThat(big.state()).isEqualTo(ProfileState.SUSPENDED);
            assertThat(big.suspension().orElseThrow()).contains("found no room on the disk");
            assertThat(alice.isActive()).as("a small state has room").isTrue();
            dialect.write(false, 1, link -> link.execute("PRAGMA max_page_count = 1000000"));
            assertThat(save.join()).isInstanceOf(SaveResult.Saved.class);
            assertThat(take()).isEqualTo("resumed big");
            assertThat(big.isActive()).isTrue();
        }
    }

    private String take() {
        try {
            return events.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String refusing(String key) {
        return "CREATE TRIGGER refused BEFORE UPDATE OF value ON entry WHEN NEW.store = 'Coins' AND NEW.key = '" + key
                + "' BEGIN SELECT RAISE(ABORT, 'not this one'); END";
    }

    @Test
    void aProfileThatTheDatabaseRefusesIsSuspendedAloneAndResumes() throws Exception {
        try (DataSave server = server(settings -> settings)) {
            Profile<Long> alice = GameProcess.load(server, "alice");
            Profile<Long> bob = GameProcess.load(server, "bob");
            run(refusing("bob"));
            alice.update(coins -> coins + 1);
            bob.update(coins -> coins + 2);
            var save = bob.saveAsync();
            assertThat(alice.saveAsync().join()).isInstanceOf(SaveResult.Saved.class);
            assertThat(take()).contains("suspended bob: its state can't be stored: ", "not this one");
            assertSuspended(bob, "not this one");
            assertThat(alice.isActive()).isTrue();
            run("DROP TRIGGER refused");
            assertThat(save.join()).isInstanceOf(SaveResult.Saved.class);
            assertThat(take()).isEqualTo("resumed bob");
            assertThat(bob.update(coins -> coins + 1)).isEqualTo(3L);
        }
    }

    @Test
    void aProfileThatIsRefusedToTheEndIsReportedWithItsData() throws Exception {
        try (DataSave server = server(settings -> settings)) {
            Profile<Long> bob = GameProcess.load(server, "bob");
            run(refusing("bob"));
            bob.update(coins -> coins + 300);
            var unused = bob.saveAsync();
            assertThat(take()).contains("suspended bob: ");
            assertThat(bob.releaseAsync().join()).isEqualTo(new SaveResult.NotSaved(ReleaseReason.RELEASED));
            assertThat(lost.take().data().orElseThrow().getAsLong()).isEqualTo(300);
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void withASpoolItIsKeptAndStoredOnceTheDatabaseTakesIt() throws Exception {
        Path spool = directory.resolve("spool");
        try (DataSave server = server(settings -> settings.spoolDirectory(spool))) {
            Profile<Long> bob = GameProcess.load(server, "bob");
            run(refusing("bob"));
            bob.update(coins -> coins + 300);
            assertThat(bob.releaseAsync().join()).isEqualTo(new SaveResult.NotSaved(ReleaseReason.RELEASED));
            assertThat(lost.take().spooled()).isPresent();
            run("DROP TRIGGER refused");
        }
        dialect = SqliteDialect.open(file, Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (DataSave server = server(settings -> settings.spoolDirectory(spool))) {
            assertThat(GameProcess.load(server, "bob").data()).isEqualTo(300L);
        }
    }
}
