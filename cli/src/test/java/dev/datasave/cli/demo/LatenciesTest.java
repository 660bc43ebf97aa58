package dev.datasave.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAreExact() {
        Latencies latencies = new Latencies();
        for (int millis = 200; millis >= 1; millis--) {
            latencies.add(millis * 1_000_000L);
        }
        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(200, 100, 198, 200));
    }

    @Test
    void nothingMeasuredIsZero() {
        assertThat(new Latencies().summary()).isEqualTo(new Latencies.Summary(0, 0, 0, 0));
    }
}
