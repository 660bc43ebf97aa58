package dev.datasave.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GenTest {
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00.123Z");

    @Test
    void nameTellsWhenItWasMade() {
        assertThat(Gen.made(Gen.next(NOW))).isEqualTo(NOW);
        assertThat(Gen.made(Gen.of(NOW, Gen.hash("a try")))).isEqualTo(NOW);
        assertThat(Gen.made(Gen.next(Instant.EPOCH.minusMillis(5)))).isEqualTo(Instant.EPOCH.minusMillis(5));
    }

    @Test
    void namesDiffer() {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> Gen.next(NOW)).distinct())
                .hasSize(1000);
    }

    @Test
    void nameIsGarbageAfterAnHour() {
        String gen = Gen.next(NOW);
        assertThat(Gen.isGarbage(gen, NOW.plusSeconds(3600))).isFalse();
        assertThat(Gen.isGarbage(gen, NOW.plusSeconds(3601))).isTrue();
    }

    @Test
    void hashesDifferWhereTextsOrTheirBordersDiffer() {
        assertThat(Gen.hash("ab", "c")).isNotEqualTo(Gen.hash("a", "bc")).isEqualTo(Gen.hash("ab", "c"));
    }

    @Test
    void bucketsStayTheSame() {
        assertThat(IntStream.range(0, 6).map(i -> Gen.bucket("player-" + i, 16)).toArray())
                .containsExactly(5, 3, 9, 15, 12, 10);
    }
}
