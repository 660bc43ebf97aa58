package dev.datasave.tck.simulation;

import dev.datasave.ProfileStore.MoveOutcome;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.checker.Goods;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.GameEvent;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** An operator of the simulated game who moves players to other keys and back, and what goes wrong meanwhile. */
final class Mover {
    static final String NAME = "mover";

    private final VirtualNetwork network;
    private final Crowd crowd;
    private final Admin admin;
    private final Faults faults;

    Mover(VirtualNetwork network, Crowd crowd, Admin admin, Faults faults) {
        this.network = network;
        this.crowd = crowd;
        this.admin = admin;
        this.faults = faults;
    }

    /** Moves somebody, and describes it. */
    String act(RandomGenerator random) {
        Player player = crowd.any(random);
        return crowd.fleet()
                .any(random)
                .map(server -> move(server, player, random) + then(server, player, random))
                .orElse("finds no server");
    }

    private String move(GameServer server, Player player, RandomGenerator random) {
        List<EntryId> known = player.keys();
        EntryId from = random.nextInt(5) == 0 ? known.get(random.nextInt(known.size())) : player.id();
        EntryId to = another(from, random);
        player.moving(to);
        boolean isToldAtOnce = random.nextBoolean();
        server.see(from, 0, new GameEvent.Moving(to.key()));
        String why = server.newName("move ");
        server.expect(why, from, server.store().moveProfileAsync(from.key(), to.key(), why), outcome -> {
            server.note(why + " of " + from.key() + " to " + to.key() + ": " + outcome);
            if (outcome instanceof MoveOutcome.Moved) {
                server.see(from, 0, new GameEvent.Moved(to.key()));
                if (isToldAtOnce) {
                    player.moved(to);
                }
            }
        });
        return "moves " + from.key() + " to " + to.key() + " on " + server;
    }

    /** One of the other keys of that person. */
    private static EntryId another(EntryId from, RandomGenerator random) {
        String person = Goods.person(from).key();
        List<EntryId> others = List.of(person, person + "@1", person + "@2").stream()
                .map(key -> new EntryId(from.store(), key))
                .filter(key -> !key.equals(from))
                .toList();
        return others.get(random.nextInt(others.size()));
    }

    /** Makes trouble while the profile is on its way. */
    private String then(GameServer server, Player player, RandomGenerator random) {
        Duration soon = Duration.ofNanos(random.nextLong(40_000_000));
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                if (faults.kills() > 0) {
                    network.schedule(soon, () -> {
                        if (crowd.fleet().runs(server)) {
                            crowd.fleet().kill(server, random);
                        }
                    });
                    return ", which dies then";
                }
            }
            case 2 -> {
                if (faults.naps() > 0) {
                    network.nap(server.dataSave(), random.nextInt(30), Fleet.millis(random, 100, 40_000));
                    return ", which may fall asleep";
                }
            }
            case 3 -> {
                if (random.nextInt(3) == 0) {
                    network.schedule(soon, () -> admin.erase(player.id(), random));
                    return ", who is erased then";
                }
            }
            case 4, 5 -> {
                network.schedule(soon, () -> crowd.fleet().any(random).ifPresent(other -> player.join(other, random)));
                return ", who joins then";
            }
            default -> {}
        }
        return "";
    }
}
