package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nodes of a real ring are killed, stopped and restarted under load. Nothing that was confirmed is lost, torn or invented; what a fault costs in time is printed, because
 * it depends on the machine.
 */
@Tag("ring")
class RingFaultsTest {
    private static final int WRITERS = 8;
    private static final long SOME = 100;
    private static final long PATIENCE_SECONDS = 180;

    private TestRing ring;
    private Storage storage;
    private RingLoad load;

    @BeforeEach
    void play() throws InterruptedException {
        ring = TestRing.shared();
        CassandraOptions options = CassandraOptions.defaults()
                .callTimeout(Duration.ofSeconds(5))
                .keyspace("faults")
                .game(TestRing.newGame());
        storage = CassandraStorage.open(ring.contactPoints(), options);
        load = new RingLoad(storage, WRITERS);
        load.awaitProgress(SOME, PATIENCE_SECONDS);
    }

    @AfterEach
    void end() {
        load.close();
        storage.close();
    }

    @Test
    void oneOfThreeIsKilledAndComesBack() throws Exception {
        ring.node(2).close();
        long gap = load.awaitProgress(SOME, PATIENCE_SECONDS);
        startAgain(2);
        load.awaitProgress(SOME, PATIENCE_SECONDS);
        load.audit("one of three killed (SIGKILL), first write after " + gap + " ms");
    }

    @Test
    void oneOfThreeIsStoppedForTenSeconds() throws Exception {
        ring.node(3).signal("STOP");
        long gap;
        try {
            long start = System.nanoTime();
            gap = load.awaitProgress(SOME, PATIENCE_SECONDS);
            TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(10) - (System.nanoTime() - start));
        } finally {
            ring.node(3).signal("CONT");
        }
        load.awaitProgress(SOME, PATIENCE_SECONDS);
        load.audit("one of three stopped for 10 s (SIGSTOP), first write after " + gap + " ms");
    }

    @Test
    void twoOfThreeAreKilledAndComeBack() throws Exception {
        ring.node(2).close();
        ring.node(3).close();
        TimeUnit.SECONDS.sleep(6); // longer than a call
        long before = load.acknowledged();
        TimeUnit.SECONDS.sleep(6);
        assertThat(load.acknowledged()).as("confirmed without a majority").isEqualTo(before);
        startAgain(2);
        load.awaitProgress(SOME, PATIENCE_SECONDS);
        startAgain(3);
        load.awaitProgress(SOME, PATIENCE_SECONDS);
        load.audit("two of three killed (SIGKILL) and back");
    }

    @Test
    void allAreRestartedOneAfterTheOther() throws Exception {
        for (int number = 1; number <= 3; number++) {
            ring.node(number).end();
            load.awaitProgress(SOME / 4, PATIENCE_SECONDS);
            startAgain(number);
            load.awaitProgress(SOME / 4, PATIENCE_SECONDS);
        }
        load.audit("rolling restart");
    }

    private void startAgain(int number) throws IOException, InterruptedException {
        CountDownLatch ready = ring.node(number).start();
        assertThat(ready.await(300, TimeUnit.SECONDS))
                .as("node " + number + " is back")
                .isTrue();
    }
}
