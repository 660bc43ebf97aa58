package dev.datasave.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSave;
import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.copy.CopyOutcome.Copied;
import dev.datasave.copy.CopyOutcome.Different;
import dev.datasave.copy.CopyOutcome.Planned;
import dev.datasave.copy.CopyOutcome.Refused;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Storage.Transfer;
import dev.datasave.spi.Storage.Transfer.Tally;
import dev.datasave.spi.Write;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies between storages in memory: what is refused, resumed, and found different. */
class StorageCopyTest {
    private final Storage source = Storage.inMemory();
    private final Storage target = Storage.inMemory();

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    private static CopyPlace place(String name, Storage storage) {
        return CopyPlace.storage(name, storage);
    }

    private StorageCopy copy() {
        return StorageCopy.of(place("source", source), place("target", target));
    }

    private static void write(Storage storage, String store, String key, String value) {
        EntryId id = new EntryId(store, key);
        Optional<Entry> base = storage.read(List.of(id)).getFirst();
        Write write =
                Write.put(id, base, "w" + value.hashCode(), Content.of(value)).superseding(Retention.pin());
        assertThat(storage.write(List.of(write), Atomicity.EACH)).hasSize(1);
    }

    private void fill(int entries) {
        for (int i = 0; i < entries; i++) {
            write(source, "Purse", "p" + i, "{\"n\": " + i + "}");
            write(source, "Purse", "p" + i, "{\"n\": " + -i + "}");
        }
        write(source, "~message", "m", "{}");
        write(source, "~lease", "dead", "{\"name\": \"lobby\", \"leaseMillis\": 30}");
    }

    @Test
    void everythingIsCopiedAndFoundEqual() throws IOException {
        fill(1200);
        List<Tally> all = List.of(new Tally("Purse", 1200, 1200), new Tally("~message", 1, 0));
        assertThat(copy().plan()).isEqualTo(new Planned(all, false, List.of()));
        assertThat(copy().run()).isEqualTo(new Copied(all, 2401, List.of()));
        assertThat(target.read(List.of(Transfer.UNFINISHED)).getFirst())
                .as("the mark")
                .isEmpty();
        assertThat(target.read(List.of(new EntryId("~lease", "dead"))).getFirst())
                .as("a lease")
                .isEmpty();
        assertThat(copy().compare()).isEqualTo(new Copied(all, 0, List.of()));
    }

    @Test
    void aTargetThatIsNotEmptyIsRefusedAndStaysAsItIs() throws IOException {
        fill(3);
        write(target, "Guild", "owls", "{}");
        Refused refused = new Refused(
                List.of("target: found Guild with 1 entries and 0 superseded revisions, expected an empty storage"));
        assertThat(copy().plan()).isEqualTo(refused);
        assertThat(copy().run()).isEqualTo(refused);
        try (Transfer.View view = target.transfer().orElseThrow().view()) {
            assertThat(view.tallies()).containsExactly(new Tally("Guild", 1, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4})
    void aCopyThatWasKilledGoesOnAndDoublesNothing(int pages) throws IOException {
        fill(1200);
        StorageCopy dying = StorageCopy.of(place("source", source), place("target", new Through(target, pages)));
        assertThatThrownBy(dying::run).isInstanceOf(StorageFailed.class).hasMessage("killed");

        assertThatThrownBy(() -> DataSave.builder(target).build())
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("unfinished copy");
        assertThat(StorageCopy.of(place("another", source), place("target", target))
                        .run())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reasons())
                                .containsExactly(
                                        "target: found an unfinished copy of source, expected one of another or nothing"));
        assertThat(copy().plan())
                .isInstanceOfSatisfying(
                        Planned.class, plan -> assertThat(plan.resumes()).isTrue());
        long written = Math.min(2401, pages * 500L);
        long half = Math.min(500, 2401 - written) / 2;
        assertThat(copy().run())
                .isInstanceOfSatisfying(
                        Copied.class, done -> assertThat(done.added()).isEqualTo(2401 - written - half));
        DataSave.builder(target).keepStorageOpen().build().close();
    }

    @Test
    void aSourceThatChangedSinceIsFoundAndTheMarkStays() throws IOException {
        fill(1200);
        StorageCopy dying = StorageCopy.of(place("source", source), place("target", new Through(target, 2)));
        assertThatThrownBy(dying::run).isInstanceOf(StorageFailed.class);
        write(source, "Purse", "p0", "{\"n\": 7}");

        assertThat(copy().run())
                .isEqualTo(new Different(
                        List.of(
                                "Purse/p0 revision 3: found as revision 2 in target",
                                "Purse/p0 revision 2 (superseded): missing in target"),
                        2));
        assertThatThrownBy(() -> DataSave.builder(target).build()).isInstanceOf(StorageFailed.class);
    }

    @Test
    void eachDifferenceIsNamed() throws IOException {
        fill(2);
        assertThat(copy().run()).isInstanceOf(Copied.class);
        write(target, "Purse", "p1", "{\"n\": 7}");
        write(target, "Purse", "extra", "{}");
        write(source, "Purse", "p3", "{}");
        assertThat(target.retain(new EntryId("Purse", "p0"), 1, Retention.keep(Duration.ofDays(1))))
                .isTrue();
        assertThat(copy().compare())
                .isEqualTo(new Different(
                        List.of(
                                "Purse/extra revision 1: only in target",
                                "Purse/p0 revision 1 (superseded): different in target: end of retention",
                                "Purse/p1 revision 2: found as revision 3 in target",
                                "Purse/p1 revision 2 (superseded): only in target",
                                "Purse/p3 revision 1: missing in target"),
                        5));
    }

    record Purse(long coins) {}

    @Test
    void serversThatLiveAreNamedAndRefusedUnlessToldOtherwise(@TempDir Path folder) throws Exception {
        try (DataSave lobby = DataSave.builder(source)
                .serverName("lobby-1")
                .heartbeat(Duration.ofMillis(50))
                .keepStorageOpen()
                .build()) {
            var purses = lobby.profileStore("Purse", Purse.class, () -> new Purse(0));
            var loaded = purses.loadProfileAsync("p", LoadOptions.defaults()).get(60, TimeUnit.SECONDS);
            assertThat(loaded).isInstanceOf(LoadResult.Loaded.class);

            String lives = "server lobby-1 (" + lobby.incarnation() + ") lives and holds 1: Purse/p";
            assertThat(copy().run()).isEqualTo(new Refused(List.of("source: " + lives)));
            CopyPlace file = CopyPlace.file(folder.resolve("backup.jsonl.gz"));
            StorageCopy backup = StorageCopy.of(place("source", source), file);
            assertThat(backup.run()).isInstanceOf(Refused.class);
            assertThat(backup.whileHeld().run())
                    .isEqualTo(new Copied(
                            List.of(new Tally("Purse", 1, 0)),
                            1,
                            List.of("source: " + lives
                                    + "; what it has saved since the copy began is not in the copy")));
            assertThat(StorageCopy.of(file, place("source", source)).whileHeld().run())
                    .as("a target with servers")
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reasons()).contains("source: " + lives));
        }
    }

    @Test
    void aDamagedEntryEndsTheCopyAndIsNamed() {
        fill(1);
        assertThatThrownBy(() -> StorageCopy.of(place("source", new Damaging(source)), place("target", target))
                        .run())
                .isInstanceOf(StorageFailed.class)
                .hasMessage("source: entry Purse/p0: found damage; revision 2 can't be copied");
    }

    @Test
    void aStorageWithoutATransferIsRefused() {
        assertThatThrownBy(() -> CopyPlace.storage("mine", new Bare(source)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mine: found a storage that can't be copied, expected one with a transfer()");
        CopyPlace file = CopyPlace.file(Path.of("a.jsonl.gz"));
        assertThatThrownBy(() -> StorageCopy.of(file, file)).isInstanceOf(IllegalArgumentException.class);
    }
}
