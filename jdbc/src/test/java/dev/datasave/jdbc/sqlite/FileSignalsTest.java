package dev.datasave.jdbc.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileSignalsTest {
    @TempDir
    private Path directory;

    private Path file;
    private FileSignals here;
    private FileSignals there;

    /** Without a stack trace, because it is logged. */
    private static final class Planted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Planted() {
            super("planted", null, false, false);
        }
    }

    @BeforeEach
    void open() throws Exception {
        file = directory.resolve("players.db-signal");
        Files.write(file, new byte[5]); // as a process that was killed while making it leaves it
        here = new FileSignals(new SqliteFile(directory.resolve("players.db")));
        there = new FileSignals(new SqliteFile(directory.resolve("players.db")));
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void aFileThatIsTooShortIsFilledUp() {
        assertThat(file).hasSize(2 * 4096 * Long.BYTES);
    }

    @Test
    void eachHandleWakesTheOther() throws InterruptedException {
        Semaphore ping = new Semaphore(0);
        Semaphore pong = new Semaphore(0);
        here.listen("a", ping::release);
        there.listen("b", pong::release);
        for (int round = 0; round < 20; round++) {
            there.send("a");
            ping.acquire();
            here.send("b");
            pong.acquire();
        }
        assertThat(ping.availablePermits() + pong.availablePermits())
                .as("nobody is woken by a signal to somebody else")
                .isZero();
    }

    @Test
    void aListenerThatThrowsIsWokenAgainAndSoAreOthers() throws InterruptedException {
        Semaphore thrown = new Semaphore(0);
        Semaphore woken = new Semaphore(0);
        here.listen("a", () -> {
            thrown.release();
            throw new Planted();
        });
        here.listen("a", woken::release);
        for (int round = 0; round < 3; round++) {
            there.send("a");
            thrown.acquire();
            woken.acquire();
        }
    }

    @Test
    void aSubscriptionThatHasEndedIsNotWoken() throws InterruptedException {
        Semaphore ended = new Semaphore(0);
        Semaphore woken = new Semaphore(0);
        here.listen("a", ended::release).close();
        here.listen("a", woken::release);
        there.send("a");
        woken.acquire();
        assertThat(ended.availablePermits()).isZero();
    }

    @Test
    void whatWasSentBeforeListeningWakesNobody() throws InterruptedException {
        there.send("a");
        Semaphore early = new Semaphore(0);
        Semaphore late = new Semaphore(0);
        here.listen("a", early::release);
        here.listen("b", late::release);
        there.send("b");
        late.acquire();
        assertThat(early.availablePermits()).isZero();
    }
}
