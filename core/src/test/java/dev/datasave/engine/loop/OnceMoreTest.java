package dev.datasave.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OnceMoreTest {
    private int runs;
    private final OnceMore looking = new OnceMore(() -> runs++);

    @Test
    void oneRunAtATime() {
        looking.ask();
        looking.ask();
        looking.ask();
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void whoeverAskedDuringARunGetsOneMoreTogether() {
        looking.ask();
        looking.ask();
        looking.ask();
        assertThat(looking.done()).as("one more has begun").isTrue();
        assertThat(runs).isEqualTo(2);
        assertThat(looking.done()).as("nobody has asked since").isFalse();
        assertThat(runs).isEqualTo(2);
        looking.ask();
        assertThat(runs).isEqualTo(3);
    }

    @Test
    void aRunThatSomebodyElseBeganCounts() {
        looking.begun();
        looking.ask();
        assertThat(runs).isZero();
        looking.done();
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void aRunMayEndAtOnceAndBeAskedForInside() {
        int[] left = {3};
        OnceMore[] self = new OnceMore[1];
        self[0] = new OnceMore(() -> {
            runs++;
            if (--left[0] > 0) {
                self[0].ask();
            }
            self[0].done();
        });
        self[0].ask();
        assertThat(runs).isEqualTo(3);
    }
}
