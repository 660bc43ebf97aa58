package dev.datasave.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What must not grow again, in bytes and calls: they do not depend on the machine or on what runs beside. The limits are shares of what
 * commit b99a040 needed, 93,112 bytes for a save and 991 for a profile. Today it is about 32,000, in code that is not fully compiled, and 446.
 */
@Timeout(300)
@Isolated("counts what the whole process allocates and keeps")
class CostsTest {
    private static final double BYTES_OF_A_SAVE = 0.45 * 93_112;
    private static final double HEAP_OF_A_PROFILE = 0.5 * 991;

    @TempDir
    private Path folder;

    @Test
    void aSaveAllocatesLittle() throws Exception {
        CostsBenchmark.Save save =
                new CostsBenchmark(500, 7, 0).save(folder.resolve("ours.db"), folder.resolve("raw.db"));
        assertThat(save.bytes()).isBetween(save.rawBytes() / 2, BYTES_OF_A_SAVE);
    }

    @Test
    void anIdleProfileTakesLittle() throws Exception {
        double heap = new IdleBenchmark(20_000, Duration.ZERO, Duration.ofMillis(200))
                .heapBeyondData(folder.resolve("idle.db"));
        assertThat(heap).isBetween(300.0, HEAP_OF_A_PROFILE);
    }

    /** What a handover does, in steps: docs/performance.md. */
    @Test
    void aHandoverIsTwoWritesAndFewReads() {
        CostsBenchmark.Handover handover = new CostsBenchmark(0, 0, 200).handover(folder.resolve("handover.db"));
        assertThat(handover.writes()).isEqualTo(2);
        assertThat(handover.reads()).isBetween(3.0, 9.0);
    }
}
