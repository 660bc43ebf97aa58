package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pauses, clocks and ids. */
class RetryTest {
    private final ManualEnvironment environment = new ManualEnvironment();

    @ParameterizedTest
    @CsvSource({
        "0, 25, 50",
        "1, 50, 100",
        "3, 200, 400",
        "6, 1600, 3200",
        "7, 2500, 5000",
        "8, 2500, 5000",
        "100, 2500, 5000",
        "2147483647, 2500, 5000"
    })
    void aPauseDoublesUpToFiveSecondsAndIsHalfOfThatAtLeast(int failures, long least, long most) {
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Duration pause = Retry.pause(failures, environment);
            assertThat(pause).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
            pauses.add(pause);
        }
        assertThat(pauses)
                .as("servers that fail together do not come back together")
                .hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "4, 2", "5, 5", "6, 10", "8, 40", "10, 160", "11, 250", "12, 250", "2147483647, 250"})
    void aWaitLooksMoreAndMoreSeldom(int looks, long millis) {
        for (int i = 0; i < 200; i++) {
            long nanos = Polling.next(looks, environment).toNanos();
            assertThat(nanos).isBetween(millis * 875_000, millis * 1_125_000);
        }
    }

    @Test
    void aMomentIsLaterByTheClockThatMovedMore() {
        Moment then = Moment.of(environment);
        environment.pass(Duration.ofMillis(100));
        assertThat(Moment.of(environment).isLaterThan(then, Duration.ofMillis(100)))
                .isFalse();
        assertThat(Moment.of(environment).isLaterThan(then, Duration.ofMillis(99)))
                .isTrue();
        environment.jump(Duration.ofSeconds(5));
        assertThat(Moment.of(environment).isLaterThan(then, Duration.ofSeconds(5)))
                .isTrue();
        environment.jump(Duration.ofDays(-1));
        assertThat(Moment.of(environment).isLaterThan(then, Duration.ofMillis(99)))
                .as("the monotonic clock has moved on")
                .isTrue();
        assertThat(then.isLaterThan(then.before(Duration.ofMillis(1)), Duration.ZERO))
                .isTrue();
    }

    @Test
    void theStoragesClockIsTheServersOwnUntilTheFirstHeartbeat() {
        StorageClock clock = new StorageClock(environment);
        assertThat(clock.now()).isEqualTo(Instant.ofEpochMilli(environment.wallClockMillis()));
        clock.read(Instant.parse("2024-02-29T23:59:59Z"));
        environment.pass(Duration.ofMillis(1_500));
        environment.jump(Duration.ofHours(1));
        assertThat(clock.now()).as("the server's wall clock does not matter").isEqualTo("2024-03-01T00:00:00.500Z");
    }

    @Test
    void idsAreNamesOf80BitsAndNoneComesTwice() {
        Ids ids = new Ids(environment, "lobby");
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(ids.token())
                    .matches("[a-z2-7]{16}")
                    .satisfies(token -> assertThat(tokens.add(token)).isTrue());
        }
        String first = ids.incarnation();
        assertThat(ids.writeId()).startsWith(first + "-").hasSize(33);
        assertThat(ids.reincarnate()).isEqualTo(ids.incarnation()).isNotEqualTo(first);
        assertThat(ids.writeId()).startsWith(ids.incarnation() + "-");
        assertThat(ids.self(Instant.EPOCH).incarnation()).isEqualTo(ids.incarnation());
    }
}
