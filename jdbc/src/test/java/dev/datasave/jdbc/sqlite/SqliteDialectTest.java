package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.sql.Link;
import dev.datasave.spi.EntryId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections: which are used again, and that none is left open. */
class SqliteDialectTest {
    @TempDir
    private Path directory;

    private Path file;
    private SqliteDialect dialect;

    @BeforeEach
    void open() {
        file = directory.resolve("players.db");
        dialect = SqliteDialect.open(file, Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        dialect.close();
    }

    /** SQLite removes the log when the last connection closes. */
    private void assertNoConnectionIsLeft() {
        assertThat(directory.resolve("players.db-wal")).exists();
        dialect.close();
        assertThat(directory.resolve("players.db-wal")).doesNotExist();
    }

    @Test
    void aReaderIsUsedAgainAlsoAfterAWrongArgument() {
        Set<Link> links = new HashSet<>();
        dialect.read(links::add);
        assertThatThrownBy(() -> dialect.read(link -> {
                    links.add(link);
                    throw new IllegalArgumentException("planted");
                }))
                .hasMessage("planted");
        dialect.read(links::add);
        assertThat(links).hasSize(1);
        assertNoConnectionIsLeft();
    }

    @Test
    void aReaderThatFailedIsClosed() {
        Set<Link> links = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> dialect.read(link -> {
                        links.add(link);
                        link.execute("SELECT count(*) FROM entry");
                        return link.execute("SELECT no_such_column FROM entry");
                    }))
                    .isInstanceOf(StorageFailed.class)
                    .hasMessageContaining("no such column");
        }
        assertThat(links).hasSize(2);
        assertNoConnectionIsLeft();
    }

    @Test
    void aReaderThatMetAnErrorOfTheMachineIsClosed() {
        assertThatThrownBy(() -> dialect.read(link -> {
                    link.execute("SELECT count(*) FROM entry");
                    throw new OutOfMemoryError("planted");
                }))
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("planted");
        assertNoConnectionIsLeft();
    }

    @Test
    void aReaderCanNotWrite() throws SQLException {
        assertThatThrownBy(() -> dialect.read(link -> link.update("connect_user", "u", "players", "alice")))
                .isInstanceOf(StorageFailed.class)
                .hasMessage(
                        "SQLite file " + file + ": found it read-only, expected a file that this process can write");
        try (Raw raw = new Raw(file)) {
            assertThat(raw.first("SELECT count(*) FROM entry_user")).isEqualTo("0");
        }
    }

    @Test
    void aWriterThatMetAnErrorOfTheMachineStillWorks() throws SQLException {
        assertThatThrownBy(() -> dialect.write(false, 1, link -> {
                    link.update("connect_user", "u1", "players", "alice");
                    throw new OutOfMemoryError("planted");
                }))
                .hasMessageContaining("planted");
        dialect.write(true, 1, link -> link.update("connect_user", "u2", "players", "alice"));
        try (Raw raw = new Raw(file)) {
            assertThat(raw.all("SELECT user_id FROM entry_user", 1)).containsExactly("u2");
        }
        assertNoConnectionIsLeft();
    }

    @Test
    void callsAfterTheEndSayThatItIsClosed() {
        dialect.close();
        String closed = "SQLite file " + file + " is closed";
        assertThatThrownBy(() -> dialect.find(List.of(new EntryId("s", "k"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(closed);
        assertThatThrownBy(() -> dialect.write(false, 1, link -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(closed);
        assertThat(Files.exists(file)).isTrue();
    }
}
