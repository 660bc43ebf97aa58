package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.jdbc.sql.Link;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the log is moved into the file, and by whom. */
class CheckpointsTest {
    private static final int PAGE = 4096;

    @TempDir
    private Path directory;

    private final List<Checkpoints.Runner> asked = new ArrayList<>();
    private final Checkpoints checkpoints = new Checkpoints(asked::add);
    private SqliteFile file;
    private Link anchor;
    private Link writer;

    @BeforeEach
    void open() throws SQLException {
        file = new SqliteFile(directory.resolve("players.db"));
        anchor = SqliteSchema.prepare(file, System.nanoTime() + 10_000_000_000L);
        writer = file.connect("wal_autocheckpoint = 0", "synchronous = NORMAL");
    }

    @AfterEach
    void close() throws SQLException {
        writer.close();
        anchor.close();
    }

    private void write(int pages) throws SQLException {
        writer.writing(link -> link.execute("INSERT OR REPLACE INTO entry"
                + " (id, store, key, revision, write_id, user_ids, metadata, created, updated, value)"
                + " VALUES (1, 's', 'k', 1, 'w', '[]', '{}', 0, 0, hex(zeroblob(" + pages * PAGE / 2 + ")))"));
    }

    /** How much of the log is not yet in the file, in pages. */
    private long left() throws SQLException {
        return writer.first("wal_frames", row -> row.getLong(2) - row.getLong(3))
                .orElseThrow();
    }

    @Test
    void aShortLogIsLeftAlone() throws SQLException {
        write(900);
        checkpoints.afterCommit(writer);
        assertThat(asked).isEmpty();
        assertThat(left()).isGreaterThan(900);
    }

    @Test
    void aLogOfManyPagesIsMovedInTheBackgroundAndAskedForOnce() throws SQLException {
        write(1100);
        checkpoints.afterCommit(writer);
        checkpoints.afterCommit(writer);
        assertThat(asked).hasSize(1);
        assertThat(left()).as("nobody has moved anything yet").isGreaterThan(1100);
        try (Link background = file.connect()) {
            asked.getFirst().end().complete(asked.getFirst().body().run(background));
        }
        assertThat(left()).isZero();
        checkpoints.afterCommit(writer);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aFailureInTheBackgroundIsAskedForAgain() throws SQLException {
        write(1100);
        checkpoints.afterCommit(writer);
        asked.getFirst().end().completeExceptionally(new SQLException("planted"));
        checkpoints.afterCommit(writer);
        assertThat(asked).hasSize(2);
    }

    @Test
    void aLongLogIsMovedByTheWriterItself() throws SQLException {
        write(4100);
        checkpoints.afterCommit(writer);
        assertThat(asked).isEmpty();
        assertThat(left()).isZero();
    }

    @Test
    void aLongLogThatAReaderHoldsIsTriedAgainAfterAThousandPages() throws SQLException {
        try (Link reader = file.connect()) {
            reader.reading(link -> {
                link.execute("SELECT count(*) FROM entry");
                write(4100);
                checkpoints.afterCommit(writer);
                long afterFirst = left();
                assertThat(afterFirst).as("what the reader may still need").isGreaterThan(4000);
                checkpoints.afterCommit(writer);
                return afterFirst;
            });
        }
        asked.clear();
        write(10);
        checkpoints.afterCommit(writer);
        assertThat(left()).as("not yet again").isGreaterThan(4000);
        write(1100);
        checkpoints.afterCommit(writer);
        assertThat(left()).isZero();
    }
}
