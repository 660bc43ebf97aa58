package dev.datasave.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@code -Ddatasave.platform.seeds=10000} plays more of them. */
class PlatformSimulationTest {
    private static final long SEEDS = Long.getLong("datasave.platform.seeds", 1_000);

    @Test
    void noSeedBreaksAPromise() {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        LongStream.rangeClosed(1, SEEDS).parallel().forEach(seed -> {
            Map<String, Integer> own = new TreeMap<>();
            List<String> found = PlatformSimulation.run(seed, own);
            synchronized (wrong) {
                own.forEach((what, times) -> counts.merge(what, times, Integer::sum));
                found.stream().limit(1).forEach(what -> wrong.add("seed " + seed + ": " + what));
            }
        });
        System.out.println(SEEDS + " seeds: " + counts);
        assertThat(wrong).isEmpty();
    }
}
