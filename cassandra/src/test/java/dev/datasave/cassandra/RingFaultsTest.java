package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.spi.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
    private static final int WRITERS = 16;
    private static final long SOME = 100;
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration BACK = Duration.ofMinutes(5);

    private final CassandraOptions options =
            CassandraOptions.defaults().callTimeout(CALL).keyspace("faults").game(TestRing.newGame());
    private TestRing ring;
    private Storage storage;
    private RingLoad load;

    @BeforeEach
    void play() throws InterruptedException {
        ring = TestRing.shared();
        storage = CassandraStorage.open(ring.contactPoints(), options);
        load = new RingLoad(storage, WRITERS);
        load.awaitProgress(SOME);
        load.beginWaits();
    }

    /** Also after a failure, the next test finds a whole ring. */
    @AfterEach
    void end() throws Exception {
        if (load != null) {
            load.close();
            storage.close();
            for (int number = 1; number <= 3; number++) {
                if (!ring.node(number).isRunning()) {
                    startAgain(number);
                }
            }
        }
    }

    @Test
    void oneOfThreeIsKilledAndComesBack() throws Exception {
        TimeUnit.NANOSECONDS.sleep(CALL.multipliedBy(2).toNanos());
        String before = load.waits();
        load.beginWaits();
        ring.node(2).close();
        load.awaitProgress(SOME);
        TimeUnit.NANOSECONDS.sleep(CALL.multipliedBy(2).toNanos());
        String waits = load.waits() + " (in the 10 s before, " + before + ")";
        startAgain(2);
        load.awaitProgress(SOME);
        load.audit("one of three killed (SIGKILL) and back; " + waits);
    }

    @Test
    void oneOfThreeIsStoppedForTenSeconds() throws Exception {
        ring.node(3).freeze();
        try {
            TimeUnit.NANOSECONDS.sleep(CALL.multipliedBy(2).toNanos());
            load.awaitProgress(SOME); // still stopped: the two others are a majority
            try (Storage starting = CassandraStorage.open(ring.contactPoints(), options)) {
                assertThat(starting.read(List.of(RingLoad.FIRST)).getFirst()).isPresent();
            }
        } finally {
            ring.node(3).thaw();
        }
        String waits = load.waits();
        load.awaitProgress(SOME);
        load.audit("one of three stopped for 10 s or more (SIGSTOP); " + waits);
    }

    @Test
    void twoOfThreeAreKilledAndComeBack() throws Exception {
        ring.node(2).close();
        ring.node(3).close();
        TimeUnit.NANOSECONDS.sleep(CALL.plusSeconds(1).toNanos()); // now no call is under way that began before
        long before = load.acknowledged();
        TimeUnit.NANOSECONDS.sleep(CALL.plusSeconds(1).toNanos());
        assertThat(load.acknowledged()).as("confirmed without a majority").isEqualTo(before);
        startAgain(2);
        load.awaitProgress(SOME);
        startAgain(3);
        load.awaitProgress(SOME);
        load.audit("two of three killed (SIGKILL) and back");
    }

    @Test
    void allAreRestartedOneAfterTheOther() throws Exception {
        for (int number = 1; number <= 3; number++) {
            ring.node(number).end();
            load.awaitProgress(SOME);
            startAgain(number);
            load.awaitProgress(SOME);
        }
        load.audit("rolling restart; " + load.waits());
    }

    private void startAgain(int number) throws IOException, InterruptedException {
        ring.node(number).start();
        ring.node(number).awaitReady(BACK);
    }
}
