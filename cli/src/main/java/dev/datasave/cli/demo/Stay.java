package dev.datasave.cli.demo;

import java.util.Optional;

/** Where a player was when asking to join another server. That decides what the time of the join measures. */
final class Stay {
    private static final long TOLD_AT_ONCE = Chaos.LEASE.minusSeconds(3).toNanos();

    private final Game game;
    private final Optional<Wire> held;
    private final boolean leaves;
    private final boolean lived;

    Stay(Game game, Optional<Wire> before, boolean leaves) {
        this.game = game;
        this.held = before.filter(Wire::isSeated);
        this.leaves = leaves;
        this.lived = held.filter(old -> old.server().isRunning()).isPresent();
    }

    /** Loses the connection while the new server asks for the profile, so that a release meets a claim. */
    void leaveAtOnce() {
        if (leaves && lived) {
            held.ifPresent(Wire::close);
        }
    }

    void measure(Wire next, long askedAt) {
        if (held.isEmpty() || held.get().server().equals(next.server())) {
            return;
        }
        ServerProcess old = held.get().server();
        long now = System.nanoTime();
        if (!old.isRunning()) {
            if (askedAt - old.downSince() < TOLD_AT_ONCE) {
                game.takeovers().add(now - old.downSince());
            }
        } else if (lived && !leaves && (old.downSince() == 0 || askedAt - old.downSince() > 0)) {
            game.handovers().add(now - askedAt);
        }
    }
}
