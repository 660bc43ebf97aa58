package dev.datasave.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentilesTest {
    @Test
    void takesTheNearestRank() {
        Percentiles times = new Percentiles(LongStream.rangeClosed(1, 200)
                .mapToObj(i -> (201 - i) * 1_000_000)
                .toList());
        assertThat(times.millis(0.5)).isEqualTo(100);
        assertThat(times.millis(0.99)).isEqualTo(198);
        assertThat(times.millis(1)).isEqualTo(200);
    }

    @Test
    void oneTimeIsEveryPercentile() {
        Percentiles times = new Percentiles(List.of(2_500_000L));
        assertThat(times.millis(0.001)).isEqualTo(2.5);
        assertThat(times.millis(1)).isEqualTo(2.5);
    }

    @Test
    void refusesNothingAndSharesOutOfRange() {
        assertThatThrownBy(() -> new Percentiles(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Percentiles.median(List.of())).isInstanceOf(IllegalArgumentException.class);
        Percentiles times = new Percentiles(List.of(1L));
        assertThatThrownBy(() -> times.millis(0)).hasMessageContaining("found 0.0");
        assertThatThrownBy(() -> times.millis(1.1)).hasMessageContaining("found 1.1");
        assertThatThrownBy(() -> times.millis(Double.NaN)).hasMessageContaining("found NaN");
    }

    @Test
    void medianIgnoresOneBadRound() {
        assertThat(Percentiles.median(List.of(3.0, 900.0, 2.0))).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1 2, 2", "2 1, 2", "3 1 2, 2", "4 3 2 1, 3", "5 5 1 1 1, 1"})
    void medianIsOneOfTheValuesTheUpperOfTwo(String values, double median) {
        List<Double> all = Stream.of(values.split(" ")).map(Double::valueOf).toList();
        assertThat(Percentiles.median(all)).isEqualTo(median);
    }
}
