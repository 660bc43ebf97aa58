package dev.datasave.tck.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a network asks of its storage grows as the network does, and not faster. */
class ScaleRunTest {
    private static Map<String, ScaleRun.Phase> phases(String size) {
        ScaleRun.Result result = ScaleRun.run(Scale.parse(size), progress -> {});
        assertThat(result.failedLoads()).isZero();
        return result.phases().stream().collect(Collectors.toMap(ScaleRun.Phase::name, Function.identity()));
    }

    private static ScaleRun.Phase phase(Map<String, ScaleRun.Phase> phases, String name) {
        return Objects.requireNonNull(phases.get(name));
    }

    @Test
    void fourTimesTheNetworkAsksForFourTimesAsMuch() {
        Map<String, ScaleRun.Phase> small = phases("servers=70,players=3500,minutes=1");
        Map<String, ScaleRun.Phase> large = phases("servers=280,players=14000,minutes=1");
        for (String name : small.keySet()) {
            double one = phase(small, name).operations();
            assertThat(phase(large, name).operations()).as(name).isLessThan(4 * 1.3 * one);
        }
        ScaleRun.Phase evening = phase(large, "evening");
        assertThat(evening.busiestEntryRate()).as("no entry is hot").isLessThan(30);
        assertThat(phase(large, "a tenth of the servers dies").mostCallsInThree())
                .as("calls/s after the deaths of a tenth of the servers")
                .isLessThan(3 * evening.calls());
    }

    @Test
    void aSizeIsRead() {
        assertThat(Scale.parse("servers=10000,players=1000000"))
                .isEqualTo(new Scale(10_000, 1_000_000, 20, 2048, 30, 2, 1));
        assertThat(Scale.parse("autosave=60, heartbeat=5, seed=7, bytes=100, minutes=3"))
                .isEqualTo(new Scale(100, 10_000, 3, 100, 60, 5, 7));
    }

    @Test
    void aSizeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Scale.parse("server=10"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server=10")
                .hasMessageContaining("servers");
        assertThatThrownBy(() -> Scale.parse("servers=1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scale: found servers=1, expected 4 to 100000");
    }
}
