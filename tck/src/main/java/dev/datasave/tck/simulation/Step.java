package dev.datasave.tck.simulation;

import dev.datasave.tck.checker.Trace;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One step of a simulation. Its exact action depends on the situation at that time. Its random choices are drawn from numbers of its own, so that
 * dropping another step changes as little as possible.
 *
 * @param at when
 * @param who a player, or a kind of mishap
 * @param seed the seed of its random numbers
 */
record Step(Duration at, String who, long seed) {

    RandomGenerator random() {
        return new SplittableRandom(seed);
    }

    @Override
    public String toString() {
        return Trace.time(at) + " " + who;
    }
}
