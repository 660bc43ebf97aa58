package dev.datasave.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/** Everything that the players of a run share: the servers, the pace, the end, and the measurements. */
final class Game {
    /** The load that two cores can bear in addition to the servers. */
    private static final double ACTIONS_PER_SECOND = 300;

    private final Processes fleet;
    private final int strangers;
    private final Duration length;
    private final List<Bot> players = new CopyOnWriteArrayList<>();
    private final Duration think;
    private final long endsAt;
    private final Latencies handovers = new Latencies();
    private final Latencies takeovers = new Latencies();
    private final LongAdder actions = new LongAdder();

    Game(Processes fleet, int players, Duration length) {
        this.fleet = fleet;
        this.strangers = 1 + players / 20;
        this.length = length;
        this.think = Duration.ofMillis(Math.max(200, (long) (players * 1000 / ACTIONS_PER_SECOND)));
        this.endsAt = System.nanoTime() + length.toNanos();
    }

    Processes fleet() {
        return fleet;
    }

    /** The average pause between two actions of a player. */
    Duration think() {
        return think;
    }

    boolean isOver() {
        return System.nanoTime() - endsAt >= 0;
    }

    /** The times from a join to its answer {@code joined}, while another living server held the profile. */
    Latencies handovers() {
        return handovers;
    }

    /** The times from the kill or stop of the server that held the profile to the answer {@code joined} of another server. */
    Latencies takeovers() {
        return takeovers;
    }

    LongAdder actions() {
        return actions;
    }

    void add(Bot player) {
        players.add(player);
    }

    /** How long they play. */
    Duration length() {
        return length;
    }

    Optional<Bot> anybody(RandomGenerator random) {
        return players.isEmpty() ? Optional.empty() : Optional.of(players.get(random.nextInt(players.size())));
    }

    /** Another player on the same server, as far as the driver knows. */
    Optional<Bot> neighbour(Wire where, RandomGenerator random) {
        return random.ints(20, 0, Math.max(1, players.size()))
                .mapToObj(players::get)
                .filter(player -> player.isAt(where.server()) && !player.isAt(where))
                .findFirst();
    }

    /** The name of a player who never joins. */
    String stranger(RandomGenerator random) {
        return "stranger-" + random.nextInt(1, strangers + 1);
    }
}
