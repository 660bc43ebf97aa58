package dev.datasave.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.datasave.ops.ServerFigures;
import dev.datasave.ops.ServerPulse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What charts show of what servers tell. */
class LiveTest {
    private static final long LAST = Long.MAX_VALUE;

    private static ServerPulse server(String name, long profiles, long saved, long suspendedMillis, long... handovers) {
        ServerFigures figures = new ServerFigures(
                profiles,
                0,
                0,
                0,
                0,
                saved,
                1,
                2,
                30,
                4,
                suspendedMillis,
                List.of(
                        new ServerFigures.Span(10, handovers[0]),
                        new ServerFigures.Span(20, handovers[1]),
                        new ServerFigures.Span(LAST, handovers[2])));
        return new ServerPulse(
                name, name, Instant.EPOCH, Duration.ZERO, Duration.ofSeconds(10), Optional.of(figures), false);
    }

    @Test
    void ratesAreOfTheSpanAndServersAreSummedUp() {
        List<ServerPulse> before = List.of(server("a", 5, 100, 0, 1, 1, 0), server("b", 5, 100, 0, 0, 0, 0));
        List<ServerPulse> now = List.of(server("a", 7, 120, 5000, 1, 5, 0), server("b", 1, 110, 0, 4, 0, 0));
        Pulse pulse = Pulse.between(before, now, Instant.EPOCH, 10);
        assertThat(pulse.all().profiles()).isEqualTo(8);
        assertThat(pulse.all().saves()).isEqualTo(3);
        assertThat(pulse.all().handovers()).isEqualTo(0.8);
        assertThat(pulse.all().p50()).hasValue(10);
        assertThat(pulse.all().p99().orElseThrow()).isBetween(19.0, 20.0);
        assertThat(pulse.all().suspended()).isEqualTo(0.5);
        assertThat(pulse.all().queueMillis()).isEqualTo(30);
        assertThat(pulse.servers())
                .extracting(server -> server.figures().saves())
                .containsExactly(2.0, 1.0);
        assertThat(pulse.json("b").getAsJsonObject("figures").get("profiles").getAsLong())
                .isEqualTo(1);
    }

    @Test
    void newServersAndThoseThatTellNothingCountFromZero() {
        ServerPulse old = new ServerPulse(
                "old", "old", Instant.EPOCH, Duration.ofSeconds(20), Duration.ofSeconds(10), Optional.empty(), false);
        Pulse pulse = Pulse.between(List.of(), List.of(server("a", 7, 120, 9000, 1, 5, 0), old), Instant.EPOCH, 10);
        assertThat(pulse.all().saves()).isZero();
        assertThat(pulse.all().suspended()).isZero();
        assertThat(pulse.servers()).extracting(Pulse.Server::isOverdue).containsExactly(false, true);
        assertThat(pulse.servers()).extracting(Pulse.Server::isTelling).containsExactly(true, false);
    }

    @Test
    void percentilesAreWithinTheirClass() {
        TreeMap<Long, Long> classes = new TreeMap<>();
        assertThat(Span.percentile(classes, 0, 0.5)).isEmpty();
        classes.put(10L, 50L);
        classes.put(20L, 50L);
        assertThat(Span.percentile(classes, 100, 0.25)).hasValue(5);
        assertThat(Span.percentile(classes, 100, 0.75)).hasValue(15);
        classes.put(LAST, 900L);
        assertThat(Span.percentile(classes, 1000, 0.99)).hasValue(20);
    }
}
