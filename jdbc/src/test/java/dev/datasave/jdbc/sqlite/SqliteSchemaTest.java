package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.jdbc.sql.Sql;
import dev.datasave.spi.Content;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Storage;
import dev.datasave.spi.VersionQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are brought up to date, and which are refused and left as they are; the rest is in {@link SqliteOpenTest}. */
class SqliteSchemaTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("players.db");
    }

    private void refused(String message) throws Exception {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqlStorage.sqlite(file).close())
                .isInstanceOf(StorageFailed.class)
                .hasMessage("SQLite file " + file + ": " + message);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private void createFirstVersion() throws SQLException {
        try (Raw raw = new Raw(file)) {
            for (String statement : new Sql("sqlite").script("v1.sql")) {
                raw.run(statement);
            }
            raw.run("PRAGMA application_id = " + SqliteSchema.APPLICATION_ID);
            raw.run("PRAGMA user_version = 1");
            raw.run("INSERT INTO entry (store, key, revision, write_id, user_ids, metadata, created, updated, value)"
                    + " VALUES ('s', 'k', 4, 'w', '[]', '{}', 0, 0, '1')");
        }
    }

    @Test
    void aNewFileSaysWhoseItIsAndItsVersion() throws SQLException {
        SqlStorage.sqlite(file).close();
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("PRAGMA application_id")).isEqualTo("1146306902");
            assertThat(raw.first("PRAGMA user_version")).isEqualTo("4");
            assertThat(raw.first("PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(raw.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", 1))
                    .containsExactly("entry", "entry_user", "history", "history_user");
        }
    }

    @Test
    void anOlderFileIsBroughtUpToDateAndKeepsItsEntries() throws SQLException {
        createFirstVersion();
        SqlStorage.sqlite(file).close();
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("PRAGMA user_version")).isEqualTo("4");
            assertThat(raw.first("SELECT count(*) FROM history_user")).isEqualTo("0");
            assertThat(raw.first("SELECT revision FROM entry")).isEqualTo("4");
        }
    }

    /** Whole scores stay exact. Others are rounded, halves away from zero, and a tombstone loses its score. */
    @ParameterizedTest
    @CsvSource({
        "5.0, 5",
        "-5.0, -5",
        "9007199254740992.0, 9007199254740992",
        "1795000000123.0, 1795000000123",
        "12.5, 13",
        "-12.5, -13",
        "0.49, 0",
        "-0.5, -1",
        "1e300, 9223372036854775807",
        "-1e300, -9223372036854775808"
    })
    void decimalScoresBecomeWholeOnes(String decimal, long score) throws SQLException {
        createFirstVersion();
        try (Raw raw = new Raw(file)) {
            raw.run("UPDATE entry SET score = " + decimal);
            raw.run("INSERT INTO entry (store, key, revision, write_id, user_ids, metadata, score, created, updated)"
                    + " VALUES ('s', 'removed', 4, 'w', '[]', '{}', 7.0, 0, 0)");
            raw.run("INSERT INTO history (store, key, revision, write_id, user_ids, metadata, score, created, updated,"
                    + " value) VALUES ('s', 'k', 3, 'w', '[\"u\"]', '{}', " + decimal + ", 0, 0, '1')");
        }
        try (Storage storage = SqlStorage.sqlite(file)) {
            EntryQuery all = EntryQuery.scores("s", Long.MIN_VALUE, Long.MAX_VALUE, true);
            assertThat(storage.list(all).items())
                    .extracting(entry -> entry.content().score())
                    .containsExactly(Content.Score.of(score));
            assertThat(storage.versions(VersionQuery.all(new EntryId("s", "k"))).items())
                    .extracting(entry -> entry.content().score())
                    .containsExactly(Content.Score.of(score));
            assertThat(storage.list(EntryQuery.past("u")).items()).hasSize(1);
        }
    }

    @Test
    void aMigrationThatFailsChangesNothing() throws Exception {
        createFirstVersion();
        try (Raw raw = new Raw(file)) {
            raw.run("CREATE TABLE history_user (a)"); // in the way of the second version
        }
        assertThatThrownBy(() -> SqlStorage.sqlite(file).close())
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("table history_user already exists");
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("PRAGMA user_version")).isEqualTo("1");
            assertThat(raw.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'", 1))
                    .isEmpty();
            assertThat(raw.first("SELECT revision FROM entry")).isEqualTo("4");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 2", "1146306902, 0", "1146306902, -1", "252006674, 2"})
    void aFileWithoutOurTwoNumbersIsAnotherApplications(int application, int version) throws Exception {
        SqlStorage.sqlite(file).close();
        try (Raw raw = new Raw(file)) {
            raw.run("PRAGMA application_id = " + application);
            raw.run("PRAGMA user_version = " + version);
        }
        refused("found another application's database (application_id " + application + ", user_version " + version
                + ", 13 tables and indexes), expected one of DataSave (application_id 1146306902) or an empty file;"
                + " it is left as it is");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 4711})
    void aFileOfALaterReleaseIsRefused(int version) throws Exception {
        SqlStorage.sqlite(file).close();
        try (Raw raw = new Raw(file)) {
            raw.run("PRAGMA user_version = " + version);
        }
        refused("found schema version " + version
                + ", expected at most 4, which is what this release of DataSave knows; it is left as it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"entry", "history"})
    void aFileThatLacksATableIsRefused(String table) throws Exception {
        SqlStorage.sqlite(file).close();
        try (Raw raw = new Raw(file)) {
            raw.run("DROP TABLE " + table);
        }
        refused("found [SQLITE_ERROR] SQL error or missing database (no such table: " + table + ")");
    }

    @Test
    void aFolderInPlaceOfTheLogIsRefused() throws Exception {
        SqlStorage.sqlite(file).close();
        Files.createDirectory(directory.resolve("players.db-wal"));
        refused("found that it can't be opened, expected a file that this process can write");
    }

    @Test
    void aFolderInPlaceOfTheSignalsIsRefusedAndNoConnectionIsLeft() throws Exception {
        Files.createDirectory(directory.resolve("players.db-signal"));
        assertThatThrownBy(() -> SqlStorage.sqlite(file))
                .isInstanceOf(StorageFailed.class)
                .hasMessage("SQLite file " + file + ": found no way to use " + file + "-signal beside it");
        assertThat(directory.resolve("players.db-wal")).doesNotExist();
    }
}
