package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.sql.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is done to the file at its end, after something was purged; while it is open, see {@link SqliteErasureTest}. */
@Timeout(60)
class SqliteScrubTest {
    private static final String SECRET = "<secret of alice>";

    @TempDir
    private Path directory;

    private SqliteFile file;
    private Link anchor;
    private SqliteScrub scrub;

    @BeforeEach
    void open() throws SQLException {
        file = new SqliteFile(directory.resolve("players.db"));
        anchor = SqliteSchema.prepare(file, System.nanoTime() + 10_000_000_000L);
        scrub = new SqliteScrub(file);
    }

    @AfterEach
    void close() throws SQLException {
        anchor.close();
    }

    private void leaveTraces(int kilobytes) throws SQLException {
        anchor.execute(
                "INSERT INTO history (store, key, revision, write_id, user_ids, metadata, created, updated, value)"
                        + " VALUES ('s', 'k', 1, 'w', '[]', '{}', 0, 0, '" + SECRET + "' || hex(zeroblob("
                        + 512 * kilobytes
                        + ")))");
        anchor.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        anchor.execute("DELETE FROM history"); // in the log, while the file itself has it still
    }

    private void end() throws InterruptedException {
        scrub.close();
        assertThat(scrub.awaitEnd(Duration.ofSeconds(30))).isTrue();
    }

    private boolean hasTraces() throws SQLException, IOException {
        anchor.close(); // because reading the file would drop SQLite's locks
        return Files.readString(directory.resolve("players.db"), StandardCharsets.ISO_8859_1)
                .contains(SECRET);
    }

    @Test
    void aPurgeBeforeTheEndRebuildsTheFileAndCutsTheLog() throws Exception {
        leaveTraces(100);
        scrub.purged();
        end();
        assertThat(Files.size(file.beside("-wal"))).isZero();
        assertThat(anchor.execute("PRAGMA freelist_count")).isEqualTo("0");
        assertThat(hasTraces()).isFalse();
    }

    @Test
    void withoutAPurgeTheFileIsLeftAsItIs() throws Exception {
        leaveTraces(100);
        end();
        assertThat(Files.size(file.beside("-wal"))).isPositive();
        assertThat(hasTraces()).isTrue();
    }

    @Test
    void aLargeFileIsNotRebuiltAndItsLogIsCut() throws Exception {
        leaveTraces(66 << 10);
        scrub.purged();
        end();
        assertThat(Files.size(file.beside("-wal"))).isZero();
        assertThat(Long.parseLong(anchor.execute("PRAGMA freelist_count"))).isGreaterThan(10_000);
    }

    @Test
    void aPurgeAfterTheEndIsTooLate() throws Exception {
        leaveTraces(100);
        scrub.close();
        scrub.purged();
        assertThat(scrub.awaitEnd(Duration.ofSeconds(30))).isTrue();
        assertThat(hasTraces()).isTrue();
    }
}
