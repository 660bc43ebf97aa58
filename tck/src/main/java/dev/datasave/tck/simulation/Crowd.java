package dev.datasave.tck.simulation;

import dev.datasave.spi.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The players of a simulation, and the messages sent to them. */
final class Crowd implements Fleet.Audience {
    private final Fleet fleet;
    private final List<Player> players = new ArrayList<>();
    private final List<Mailed> mailed = new ArrayList<>();
    private Optional<EntryId> spooled = Optional.empty();
    private Consumer<EntryId> whenSpooled = id -> {};

    /**
     * A message that was confirmed as sent.
     *
     * @param to the receiver
     * @param message its id
     */
    record Mailed(EntryId to, String message) {}

    Crowd(Fleet fleet, int size) {
        this.fleet = fleet;
        for (int i = 1; i <= size; i++) {
            players.add(new Player("p" + i, this));
        }
        fleet.audience(this);
    }

    /** Sometimes lets a player join at once. */
    @Override
    public void started(GameServer server) {
        fleet.rush(server, random -> {
            Player player = random.nextInt(4) > 0 ? spooled().orElse(any(random)) : any(random);
            player.join(server, random);
        });
    }

    @Override
    public void spooled(EntryId id) {
        spooled = Optional.of(id);
        whenSpooled.accept(id);
    }

    void whenSpooled(Consumer<EntryId> listener) {
        whenSpooled = listener;
    }

    /** The player whose state went into a spool last. */
    Optional<Player> spooled() {
        return spooled.flatMap(
                id -> players.stream().filter(player -> player.id().equals(id)).findFirst());
    }

    /** A player who was never online, so that messages wait. */
    Optional<Player> stranger() {
        return players.stream().filter(player -> !player.wasThere()).findFirst();
    }

    /** A server whose game has that profile, as far as it knows. */
    Optional<GameServer> owner(EntryId id) {
        return players.stream()
                .filter(player -> player.id().equals(id))
                .flatMap(player -> player.seats().stream())
                .filter(seat -> !seat.hasEnded())
                .map(Visit::server)
                .findFirst();
    }

    Fleet fleet() {
        return fleet;
    }

    List<Player> players() {
        return players;
    }

    Player any(RandomGenerator random) {
        return players.get(random.nextInt(players.size()));
    }

    void mailed(EntryId to, String message) {
        mailed.add(new Mailed(to, message));
    }

    Optional<Mailed> anyMail(RandomGenerator random) {
        return mailed.isEmpty() ? Optional.empty() : Optional.of(mailed.get(random.nextInt(mailed.size())));
    }

    /** Another player's profile on that server, for a trade. */
    Optional<Visit> partner(Visit seat, RandomGenerator random) {
        List<Visit> others = players.stream()
                .flatMap(player -> player.seats().stream())
                .filter(other -> other.server() == seat.server() && !other.id().equals(seat.id()))
                .toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(others.get(random.nextInt(others.size())));
    }
}
