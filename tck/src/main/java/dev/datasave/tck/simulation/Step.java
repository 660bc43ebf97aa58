package dev.datasave.tck.simulation;

import dev.datasave.tck.checker.Trace;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One thing that somebody does in a simulation. What it is exactly depends on what is there then; what is left to chance is drawn from numbers of its
 * own, so that leaving out another step changes as little as possible.
 *
 * @param at when
 * @param who a player, or what befalls the servers
 * @param seed of its random numbers
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
