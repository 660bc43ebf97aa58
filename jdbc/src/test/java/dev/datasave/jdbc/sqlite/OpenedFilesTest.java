package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException;
import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.DataSaveListener;
import dev.datasave.LostUpdate;
import dev.datasave.Profile;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.Write.Durability;
import dev.datasave.spi.WriteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are moved, deleted or replaced under a storage that has them open. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets nobody move or delete a file that SQLite has open")
class OpenedFilesTest {
    @TempDir
    private Path directory;

    private Path file;
    private Path aside;
    private Storage storage;

    @BeforeEach
    void open() {
        file = directory.resolve("players.db");
        aside = directory.resolve("aside.db");
        storage = SqlStorage.sqlite(file);
        assertThat(write(storage, "before", Durability.POWER)).isInstanceOf(WriteResult.Written.class);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static EntryId id(String key) {
        return new EntryId("players", key);
    }

    private static WriteResult write(Storage storage, String key, Durability durability) {
        Write write = Write.put(id(key), Optional.empty(), "w-" + key, Content.of("1"));
        return storage.write(List.of(write.durable(durability)), Atomicity.EACH).getFirst();
    }

    private static long count(Storage storage) {
        return storage.list(EntryQuery.keys("players", "")).items().size();
    }

    private void assertFails(ThrowingCallable call, String found) {
        assertThatThrownBy(call)
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("SQLite file " + file + ": found " + found)
                .hasMessageContaining(", expected the file that was opened (dev=");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private void moveAside() throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.move(Path.of(file + suffix), Path.of(aside + suffix));
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aFileThatWasDeletedFailsEveryCallAndIsNotCreatedAnew(Durability durability) throws IOException {
        Files.delete(file);
        List<String> left = names();
        for (int i = 0; i < 3; i++) {
            assertFails(() -> write(storage, "a", durability), "that players.db was moved or deleted");
            assertFails(() -> storage.read(List.of(id("before"))), "that players.db was moved or deleted");
            assertFails(() -> count(storage), "that players.db was moved or deleted");
            assertFails(() -> storage.sweep(1), "that players.db was moved or deleted");
        }
        assertThat(names()).isEqualTo(left);
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aFileThatIsPutBackIsUsedAgain(Durability durability) throws IOException {
        Files.move(file, aside);
        assertFails(() -> write(storage, "a", durability), "that players.db was moved or deleted");
        Files.move(aside, file);
        assertThat(write(storage, "b", durability)).isInstanceOf(WriteResult.Written.class);
        assertThat(count(storage)).as("what was refused was not written").isEqualTo(2);
    }

    @Test
    void aServerOnTheFormerFileLeavesTheNewOneAlone() throws IOException {
        moveAside();
        try (Storage other = SqlStorage.sqlite(file)) {
            assertThat(write(other, "other", Durability.PROCESS)).isInstanceOf(WriteResult.Written.class);
            assertFails(() -> write(storage, "a", Durability.PROCESS), "another file (dev=");
            assertFails(() -> count(storage), "another file (dev=");
            storage.close();
            assertThat(Path.of(file + "-wal")).as("the log of the new file").isNotEmptyFile();
            assertThat(write(other, "another", Durability.POWER)).isInstanceOf(WriteResult.Written.class);
        }
        try (Storage later = SqlStorage.sqlite(file)) {
            assertThat(count(later)).isEqualTo(2);
        }
        try (Storage former = SqlStorage.sqlite(aside)) {
            assertThat(former.read(List.of(id("before"), id("a"))))
                    .extracting(Optional::isPresent)
                    .containsExactly(true, false);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-shm"})
    void aLogThatWasDeletedFailsEveryWrite(String suffix) throws IOException {
        Files.delete(Path.of(file + suffix));
        for (Durability durability : Durability.values()) {
            assertFails(() -> write(storage, "a", durability), "that players.db" + suffix + " was moved or deleted");
        }
        Files.createFile(Path.of(file + suffix));
        assertFails(() -> write(storage, "a", Durability.PROCESS), "another file (dev=");
    }

    private DataSave.Builder server(BlockingQueue<String> events) {
        return DataSave.builder(SqlStorage.sqlite(file))
                .heartbeat(Duration.ofMillis(100))
                .leaseTime(Duration.ofSeconds(1))
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
                    public void lostUpdate(LostUpdate update) {
                        events.add("lost: " + update.data().orElseThrow());
                    }
                });
    }

    @Test
    @Timeout(60)
    void aServerSuspendsAndResumesWhenTheFileIsPutBack() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (DataSave server = server(events).build()) {
            GameProcess.load(server, "alice");
            Files.move(file, aside);
            assertThat(events.take()).contains("the storage fails: ", "that players.db was moved or deleted");
            assertThat(file).doesNotExist();
            Files.move(aside, file);
            assertThat(events.take()).isEqualTo("resumed");
        }
    }

    @Test
    @Timeout(60)
    void aServerWhoseFileWasReplacedSuspendsAndThenLosesItsLease() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        BlockingQueue<ReleaseReason> ends = new LinkedBlockingQueue<>();
        DataSave server = server(events).outageGrace(Duration.ofSeconds(4)).build();
        Profile<Long> alice = GameProcess.load(server, "alice");
        alice.onRelease(ends::add);
        alice.update(coins -> coins + 5);
        assertThat(alice.saveAsync().join()).isInstanceOf(SaveResult.Saved.class);
        alice.update(coins -> coins + 300);
        moveAside();
        try (DataSave other = DataSave.builder(SqlStorage.sqlite(file)).build()) {
            assertThat(events.take()).contains("suspended: the storage fails: ", "found another file (dev=");
            assertThat(ends).as("it may still be put back").isEmpty();
            assertThat(alice.state()).isEqualTo(ProfileState.SUSPENDED);
            assertThatThrownBy(() -> alice.update(coins -> coins + 1))
                    .isInstanceOf(DataSaveException.NotActive.class)
                    .hasMessageContaining("another file (dev=");
            assertThat(ends.take()).isEqualTo(ReleaseReason.LEASE_LOST);
            assertThat(events.take()).as("what was not saved").isEqualTo("lost: 305");
            assertThat(alice.state()).isEqualTo(ProfileState.RELEASED);
            assertThat(alice.saveAsync().join()).isEqualTo(new SaveResult.NotSaved(ReleaseReason.LEASE_LOST));
            server.close();
            assertThat(GameProcess.load(other, "alice").data())
                    .as("in the new file")
                    .isZero();
        }
        try (Storage former = SqlStorage.sqlite(aside)) {
            EntryId id = new EntryId("Coins", "alice");
            assertThat(former.read(List.of(id))
                            .getFirst()
                            .orElseThrow()
                            .content()
                            .value())
                    .isEqualTo("5");
        }
        assertThat(events).isEmpty();
    }
}
