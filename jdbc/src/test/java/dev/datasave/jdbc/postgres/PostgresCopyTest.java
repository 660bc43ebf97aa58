package dev.datasave.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.DataSave;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.copy.CopyOutcome.Copied;
import dev.datasave.copy.CopyPlace;
import dev.datasave.copy.StorageCopy;
import dev.datasave.jdbc.FixtureDay;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Limits;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Storage.Transfer.Revision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day's play moves from SQLite to PostgreSQL, from there into a backup, and back into SQLite: everything is as it was. */
class PostgresCopyTest {
    private final String schema = PostgresProcess.newSchema(PostgresCopyTest.class);

    @TempDir
    private Path folder;

    private Storage postgres() {
        return SqlStorage.open(
                PostgresProcess.shared().url(), SqlOptions.defaults().schema(schema));
    }

    private static CopyPlace place(String name, Storage storage) {
        return CopyPlace.storage(name, storage);
    }

    private static void copy(CopyPlace from, CopyPlace to) throws IOException {
        assertThat(StorageCopy.of(from, to).run())
                .isInstanceOfSatisfying(
                        Copied.class,
                        done -> assertThat(done.added())
                                .isEqualTo(done.stores().stream()
                                        .mapToLong(tally -> tally.entries() + tally.superseded())
                                        .sum())
                                .isPositive());
    }

    private void roundTrip(Storage sqlite) throws IOException {
        CopyPlace file = CopyPlace.file(folder.resolve("backup.jsonl.gz"));
        try (Storage postgres = postgres();
                Storage restored = SqlStorage.sqlite(folder.resolve("restored.db"))) {
            copy(place("sqlite", sqlite), place("postgres", postgres));
            copy(place("postgres", postgres), file);
            copy(file, place("restored", restored));
            assertThat(StorageCopy.of(place("sqlite", sqlite), place("restored", restored))
                            .compare())
                    .isInstanceOf(Copied.class);
            assertThat(postgres.check()).as("checksums").isEmpty();
            assertThat(restored.check()).as("checksums").isEmpty();
        }
    }

    record Purse(long coins, List<String> items) {}

    @Test
    void aPlayedDayGoesThroughAllStoragesAndIsPlayedOn() throws Exception {
        Path played = folder.resolve("played.db");
        FixtureDay.play(played);
        try (Storage sqlite = SqlStorage.sqlite(played)) {
            roundTrip(sqlite);
        }
        try (DataSave server = DataSave.builder(postgres()).build()) {
            var purses = server.profileStore("Purse", Purse.class, () -> new Purse(0, List.of()));
            var held = purses.loadProfileAsync("held", LoadOptions.defaults()).get(60, TimeUnit.SECONDS);
            assertThat(held)
                    .as("the profile of a server that died")
                    .isInstanceOfSatisfying(
                            LoadResult.Loaded.class,
                            loaded -> assertThat(loaded.profile().data()).isEqualTo(new Purse(50, List.of())));
        }
    }

    @Test
    void whatIsAtItsLimitsGoesThroughAllStorages() throws IOException {
        Instant written = Instant.parse("2026-01-02T03:04:05.678Z");
        String value = '"' + "é".repeat(Limits.VALUE_BYTES / 2 - 1) + '"';
        try (Storage sqlite = SqlStorage.sqlite(folder.resolve("limits.db"))) {
            Storage.Transfer transfer = sqlite.transfer().orElseThrow();
            for (String key : List.of("\u0001'\"\\%_\n ", "é".repeat(128), "😀".repeat(100), "\uFF5E", "~")) {
                for (int number : new int[] {3, 1, 2}) {
                    EntryId id = new EntryId("Purse", key);
                    Entry entry = new Entry(id, number, "w" + number, Content.of(value), written, written);
                    assertThat(transfer.add(List.of(new Revision(entry, number < 3, null))))
                            .isEqualTo(1);
                }
            }
            roundTrip(sqlite);
        }
    }
}
