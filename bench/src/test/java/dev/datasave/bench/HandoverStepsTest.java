package dev.datasave.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a handover may cost, in counts: they do not depend on the machine. */
@Timeout(120)
class HandoverStepsTest {
    private static final int HANDOVERS = 100;

    @TempDir
    private Path folder;

    private static long writeCalls(Node<BenchData> node) {
        return node.storage().writeCalls().sum();
    }

    /**
     * One write of the claim, and one of the final state, which removes the claim in the same step. A heartbeat is written every two seconds; each server
     * may write a few of them meanwhile.
     */
    @Test
    void aHandoverIsTwoWritesOfWhichOneSurvivesAPowerCut() {
        Path file = folder.resolve("players.db");
        RawSqlite.fill(file, 1);
        try (Node<BenchData> here = Node.ofPlayers(file, "here", Duration.ofMinutes(10));
                Node<BenchData> there = Node.ofPlayers(file, "there", Duration.ofMinutes(10))) {
            HandoverBenchmark.timedLoad(there);
            long before = writeCalls(here) + writeCalls(there);
            long begun = System.nanoTime();
            for (int i = 0; i < HANDOVERS / 2; i++) {
                HandoverBenchmark.timedLoad(here);
                HandoverBenchmark.timedLoad(there);
            }
            long heartbeats = 2 * (Duration.ofNanos(System.nanoTime() - begun).toSeconds() / 2 + 1);
            assertThat(writeCalls(here) + writeCalls(there) - before)
                    .isBetween(2L * HANDOVERS, 2L * HANDOVERS + heartbeats);
        }
    }
}
