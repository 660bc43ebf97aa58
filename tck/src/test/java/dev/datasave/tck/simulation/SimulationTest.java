package dev.datasave.tck.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.tck.checker.Count;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine, in seeded runs; P1 to P15. More seeds: {@code ./datasave simulate}, or {@code -Ddatasave.simulation.seeds=5000}. */
class SimulationTest {
    private static final long FIRST = Long.getLong("datasave.simulation.first", 1);
    private static final long SEEDS = Long.getLong("datasave.simulation.seeds", 200);

    @Test
    void noRunBreaksAPromise() {
        Map<Count, Integer> counts = new EnumMap<>(Count.class);
        AtomicInteger done = new AtomicInteger();
        List<Simulation.Result> broken = Simulation.runMany(FIRST, FIRST + SEEDS - 1, result -> {
            done.incrementAndGet();
            result.counts().forEach((what, many) -> counts.merge(what, many, Integer::sum));
        });
        assertThat(broken).as("seeds with a violation").isEmpty();
        assertThat(done).hasValue((int) SEEDS);
        if (SEEDS >= 200) {
            assertThat(counts).as("what the runs have to show").containsKeys(Count.values());
        }
    }

    /**
     * 89: bad data of a person who was erased before the storage took it (F5, P14). 313: data that a late game thread read after an edit (P9).
     * 729: last words after they were waited for no longer (P5). 903: a replay that failed because the storage took no writes at all (F18). 1020:
     * bad data on a server that had to close soon (F5). 1037: a message that was acknowledged before a removal, and withdrawn after it (P11).
     * 1163: a transaction that was carried out without an answer, and erased since (P10, P14). 1263: one whose session was given up, and whose
     * profile the same server loaded again before the answer came (P10, P12). 1567 and 1981: a purchase of an erased life that was moved with the
     * next one (P12, P14, P15). 5927: a wall clock was set back, and then the machine was suspended, all within one lease (P2). 11959: what stood
     * 89, 313, 729, 903, 1020, 1037, 1163, 1263, 1567, 1981, 5927, 11959, 12167, 14033, 14497, 15654, 18790, 19906,
     * 47148
     */
    @ParameterizedTest
    @ValueSource(
            longs = {
                89, 313, 729, 903, 1020, 1037, 1163, 1263, 1567, 1981, 5927, 11959, 12167, 14033, 14497, 15654, 18790,
                19906, 47148
            })
    void seedsThatOnceFailed(long seed) {
        assertThat(Simulation.run(seed).violations()).isEmpty();
    }

    @Test
    void aSeedReproducesItsRunExactly() {
        for (long seed = 1; seed <= 8; seed++) {
            assertThat(Simulation.run(seed).toString())
                    .isEqualTo(Simulation.run(seed).toString());
        }
    }
}
