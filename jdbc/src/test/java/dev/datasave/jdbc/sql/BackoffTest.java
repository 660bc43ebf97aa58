package dev.datasave.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;

class BackoffTest {
    private static final long FIRST = 100_000;
    private static final long LONGEST = 2_000_000;

    private static List<Long> pauses(Backoff backoff, int count) {
        return LongStream.range(0, count).map(i -> backoff.next()).boxed().toList();
    }

    @RepeatedTest(20)
    void pausesGrowFromATenthOfAMillisecondToTwo() {
        List<Long> pauses = pauses(new Backoff(), 100);
        assertThat(pauses.getFirst()).isBetween(FIRST / 2, FIRST);
        assertThat(pauses).allMatch(pause -> pause < LONGEST);
        assertThat(pauses.subList(15, 100))
                .as("a quarter more each time reaches the longest after 14 pauses")
                .allMatch(pause -> pause >= LONGEST / 2);
        double length = FIRST;
        for (long pause : pauses.subList(0, 14)) {
            assertThat((double) pause).isBetween(length / 2 - 1, length);
            length *= 1.25;
        }
    }

    @RepeatedTest(3)
    void theLengthsCanBeOthers() {
        List<Long> pauses = pauses(new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5)), 100);
        assertThat(pauses.getFirst()).isBetween(25_000_000L, 50_000_000L);
        assertThat(pauses.getLast()).isBetween(2_500_000_000L, 5_000_000_000L);
    }

    @RepeatedTest(3)
    void twoThatBeginTogetherDoNotPauseAlike() {
        assertThat(pauses(new Backoff(), 20)).isNotEqualTo(pauses(new Backoff(), 20));
    }
}
