package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which file is meant, and what its errors mean to people. */
class SqliteFileTest {
    private static final int BUSY = 5;

    @TempDir
    private Path directory;

    private SqliteFile file;

    @BeforeEach
    void name() throws IOException {
        file = new SqliteFile(directory.toRealPath().resolve("players.db"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5    | found it locked by another process for the whole call time-out, expected a turn",
                "6    | found it locked by another process for the whole call time-out, expected a turn",
                "15   | found it locked by another process for the whole call time-out, expected a turn",
                "517  | found it locked by another process for the whole call time-out, expected a turn",
                "13   | found no room on the disk, expected some; nothing was changed",
                "8    | found it read-only, expected a file that this process can write",
                "1032 | found it read-only, expected a file that this process can write",
                "3    | found it read-only, expected a file that this process can write",
                "11   | found it damaged, expected a whole SQLite database; it is left as it is",
                "26   | found something else, expected an SQLite database; it is left as it is",
                "526  | found that it can't be opened, expected a file that this process can write",
                "10   | found disk I/O error",
            })
    void errorsOfSqliteAreSaidInWords(int code, String meaning) {
        SQLException cause = new SQLException("disk I/O error", null, code);
        assertThat(file.explain(cause))
                .isInstanceOf(StorageFailed.class)
                .hasMessage("SQLite file " + directory.resolve("players.db") + ": " + meaning)
                .hasCause(cause);
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "3, true",
        "5, false",
        "6, false",
        "7, false",
        "8, true",
        "9, false",
        "10, true",
        "11, true",
        "13, true",
        "15, false",
        "19, true"
    })
    void whatDoesNotPassByItselfIsLasting(int code, boolean isLasting) {
        assertThat(file.explain(new SQLException("", null, code)))
                .isInstanceOfSatisfying(
                        StorageFailed.class,
                        failed -> assertThat(failed.isLasting()).isEqualTo(isLasting));
    }

    @Test
    void otherErrorsStayWhatTheyAre() {
        IllegalArgumentException own = new IllegalArgumentException("cursor");
        assertThat(file.explain(own)).isSameAs(own);
        StackOverflowError machine = new StackOverflowError();
        assertThat(file.explain(machine))
                .isInstanceOf(StorageFailed.class)
                .hasMessageEndingWith(": found java.lang.StackOverflowError")
                .hasCause(machine);
    }

    @ParameterizedTest
    @CsvSource({
        "5, true, true",
        "517, true, true",
        "6, true, true",
        "15, true, true",
        "13, false, true",
        "19, false, true",
        "2067, false, true",
        "18, false, true",
        "10, false, false",
        "7, false, false",
        "11, false, false",
        "1, false, false",
        "0, false, false"
    })
    void someErrorsPassAndSomeCostTheConnection(int code, boolean isBusy, boolean isHarmless) {
        SQLException e = new SQLException("x", null, code);
        assertThat(SqliteFile.isBusy(e)).isEqualTo(isBusy);
        assertThat(SqliteFile.isHarmless(e)).isEqualTo(isHarmless);
    }

    private static int failing(AtomicInteger tries, int times, int code) throws SQLException {
        if (tries.incrementAndGet() <= times) {
            throw new SQLException("planted", null, code);
        }
        return tries.get();
    }

    @Test
    void aLockedFileIsTriedAgain() throws SQLException {
        AtomicInteger tries = new AtomicInteger();
        long deadline = System.nanoTime() + 60_000_000_000L;
        int tried = SqliteFile.patiently(deadline, () -> failing(tries, 20, BUSY));
        assertThat(tried).isEqualTo(21);
    }

    @Test
    void aLockedFileIsTriedOnceWhenTheTimeIsOver() {
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(() -> SqliteFile.patiently(System.nanoTime() - 1, () -> failing(tries, 20, BUSY)))
                .hasMessage("planted");
        assertThat(tries).hasValue(1);
    }

    @Test
    void otherErrorsAreNotTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        long deadline = System.nanoTime() + 60_000_000_000L;
        assertThatThrownBy(() -> SqliteFile.patiently(deadline, () -> failing(tries, 20, 10)))
                .hasMessage("planted");
        assertThat(tries).hasValue(1);
    }

    @Test
    void aConnectionThatCanNotBeSetUpIsClosed() throws Exception {
        try (Raw raw = new Raw(directory.resolve("players.db"))) {
            raw.run("PRAGMA journal_mode = WAL");
            raw.run("CREATE TABLE t (a)");
            assertThatThrownBy(() -> file.connect("user_version", "no good")).isInstanceOf(SQLException.class);
        }
        assertThat(file.beside("-wal"))
                .as("the log of a file that nobody has open")
                .doesNotExist();
    }

    @Test
    void aFileInsideAnArchiveIsRefused() throws IOException {
        URI archive = URI.create("jar:" + directory.resolve("world.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            assertThatThrownBy(() -> new SqliteFile(zip.getPath("/players.db")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("SQLite file /players.db: found a path of jar, expected one of this machine's files");
        }
    }

    @Test
    void theRootIsADirectory() {
        assertThatThrownBy(() -> new SqliteFile(directory.getRoot()))
                .isInstanceOf(StorageFailed.class)
                .hasMessageEndingWith(": found a directory, expected a file or nothing");
    }
}
