package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.datasave.DataSaveException.StorageFailed;
import dev.datasave.jdbc.sql.Call;
import dev.datasave.jdbc.sql.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that wait for the disk. */
@Timeout(60)
class WalSyncTest {
    @TempDir
    private Path directory;

    private final List<String> answered = new CopyOnWriteArrayList<>();
    private SqliteFile file;
    private Link anchor;
    private WalSync sync;

    @BeforeEach
    void open() throws SQLException {
        file = new SqliteFile(directory.resolve("players.db"));
        anchor = SqliteSchema.prepare(file, System.nanoTime() + 10_000_000_000L);
        sync = new WalSync(file);
    }

    @AfterEach
    void close() throws Exception {
        sync.close();
        assertThat(sync.awaitEnd(Duration.ofSeconds(10))).isTrue();
        anchor.close();
    }

    private Call<String> waiting(String name) throws SQLException {
        Call<String> call = new Call<>(link -> name, true, 1, Duration.ofSeconds(30));
        assertThat(call.begin()).isTrue();
        Runnable answer = call.evaluate(anchor);
        sync.then(call, () -> {
            answered.add(name);
            answer.run();
        });
        return call;
    }

    private void assertFails(Call<String> call, Class<? extends IOException> cause) {
        assertThatThrownBy(() -> call.await(file))
                .isInstanceOf(StorageFailed.class)
                .hasMessage(file + ": found that it can't be synced to the disk; open it anew, the outcome is unknown")
                .hasCauseInstanceOf(cause);
    }

    @Test
    void allThatWaitAreAnsweredByOneSyncInTheirOrder() throws SQLException {
        Call<String> first = waiting("first");
        Call<String> second = waiting("second");
        sync.start();
        assertThat(second.await(file)).isEqualTo("second");
        assertThat(first.await(file)).isEqualTo("first");
        assertThat(answered).containsExactly("first", "second");
    }

    @Test
    void thoseThatWaitAtTheEndAreStillAnswered() throws SQLException {
        Call<String> call = waiting("last");
        sync.close();
        assertThat(call.await(file)).isEqualTo("last");
    }

    @Test
    void aLogThatIsNotThereIsNoSync() throws SQLException {
        anchor.close(); // the last connection, so that SQLite removes the log
        Call<String> call = waiting("first");
        sync.start();
        assertFails(call, NoSuchFileException.class);
        assertThat(answered).isEmpty();
    }

    @Test
    void aFileThatWasReplacedIsNeverTrustedAgain() throws Exception {
        Path path = directory.resolve("players.db");
        Path aside = directory.resolve("aside.db");
        Call<String> before = waiting("before");
        sync.start();
        assertThat(before.await(file)).isEqualTo("before");
        Files.move(path, aside);
        Files.createFile(path);
        Call<String> replaced = waiting("replaced");
        sync.start();
        assertFails(replaced, IOException.class);
        Files.delete(path);
        Files.move(aside, path);
        Call<String> restored = waiting("restored");
        sync.start();
        assertFails(restored, IOException.class);
        assertThat(answered).containsExactly("before");
    }
}
