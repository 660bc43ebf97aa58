package dev.datasave.cli.demo;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** What all players of a run share: the servers, the pace, the end, and the measurements. */
final class Game {
    /** What two cores can bear besides the servers themselves. */
    private static final double ACTIONS_PER_SECOND = 300;

    private final Fleet fleet;
    private final Duration think;
    private final long endsAt;
    private final Latencies handovers = new Latencies();
    private final Latencies takeovers = new Latencies();
    private final LongAdder actions = new LongAdder();
    private final LongAdder refusals = new LongAdder();

    Game(Fleet fleet, int players, Duration length) {
        this.fleet = fleet;
        this.think = Duration.ofMillis(Math.max(200, (long) (players * 1000 / ACTIONS_PER_SECOND)));
        this.endsAt = System.nanoTime() + length.toNanos();
    }

    Fleet fleet() {
        return fleet;
    }

    /** How long a player does nothing between two actions, on average. */
    Duration think() {
        return think;
    }

    boolean isOver() {
        return System.nanoTime() - endsAt >= 0;
    }

    /** From the question to the answer {@code joined}, while another living server held the profile. */
    Latencies handovers() {
        return handovers;
    }

    /** From the kill or stop of the server that held the profile to the answer {@code joined} of another. */
    Latencies takeovers() {
        return takeovers;
    }

    LongAdder actions() {
        return actions;
    }

    LongAdder refusals() {
        return refusals;
    }
}
