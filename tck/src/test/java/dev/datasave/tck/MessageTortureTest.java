package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages in seeded storms. More seeds: {@code -Ddatasave.messages.seeds=1000}. */
class MessageTortureTest {
    private static final long FIRST = Long.getLong("datasave.messages.first", 1);
    private static final long SEEDS = Long.getLong("datasave.messages.seeds", 60);

    @Test
    @DisplayName(
            "P11, P12, F28, F37, F38: whatever dies or is lost, each message has its effect exactly once in the end, or is told dead or withdrawn")
    void eachMessageHasItsEffectOnce() {
        AtomicLong delivered = new AtomicLong();
        AtomicLong dead = new AtomicLong();
        AtomicLong withdrawn = new AtomicLong();
        AtomicLong edited = new AtomicLong();
        List<String> broken = LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(seed -> {
                    MessageStorm storm = new MessageStorm(seed);
                    List<String> violations = storm.run();
                    delivered.addAndGet(storm.delivered());
                    dead.addAndGet(storm.dead());
                    withdrawn.addAndGet(storm.withdrawn());
                    edited.addAndGet(storm.edited());
                    return violations;
                })
                .flatMap(List::stream)
                .toList();
        assertThat(broken).isEmpty();
        if (SEEDS >= 60) {
            assertThat(List.of(delivered, dead, withdrawn, edited))
                    .as(
                            "what the runs have to show: %s delivered, %s dead, %s withdrawn, %s edited",
                            delivered, dead, withdrawn, edited)
                    .allMatch(count -> count.get() > 50);
        }
    }
}
