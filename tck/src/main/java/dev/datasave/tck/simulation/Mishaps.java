package dev.datasave.tck.simulation;

import dev.datasave.DataSave;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.checker.Goods;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The accidents of the simulated servers and their storage. */
final class Mishaps {
    static final String OUTAGE = "outage";
    static final String PAUSE = "pause";
    static final String NAP = "nap";
    static final String KILL = "kill";
    static final String RESTART = "restart";
    static final String CLOCK_JUMP = "clock jump";
    static final String SET_BACK = "set-back";
    static final String BREAKAGE = "breakage";
    static final String FAILURE = "failure";
    static final String DAMAGE = "damage";

    private static final Duration LONG = Duration.ofSeconds(60);

    private final VirtualNetwork network;
    private final Fleet fleet;
    private final Faults faults;
    private int breakages;
    private Optional<EntryId> broken = Optional.empty();

    Mishaps(VirtualNetwork network, Fleet fleet, Faults faults) {
        this.network = network;
        this.fleet = fleet;
        this.faults = faults;
    }

    /** Lets something happen to a server or to the storage, and names it. */
    String act(String what, RandomGenerator random) {
        return switch (what) {
            case OUTAGE -> outage(random);
            case SET_BACK -> {
                Duration by = Fleet.millis(random, 1, 30_000);
                network.setBack(by);
                yield "of the storage by " + by;
            }
            case BREAKAGE -> breakage(random);
            case FAILURE -> {
                Duration time = Fleet.millis(random, 500, 40_000);
                network.failWrites(time);
                yield "of every write for " + time;
            }
            case DAMAGE -> damage(random);
            default ->
                fleet.any(random)
                        .map(server -> "of " + server + act(what, server, random))
                        .orElse("of nobody");
        };
    }

    private String act(String what, GameServer server, RandomGenerator random) {
        DataSave one = server.dataSave();
        Duration time = Fleet.millis(random, 100, 40_000);
        switch (what) {
            case PAUSE -> pause(one, time, random);
            case NAP -> {
                if (random.nextInt(3) == 0) {
                    Duration nap = Fleet.millis(random, 2_000, 20_000); // from 7 s on, an answer comes too late
                    network.napAtRenewal(one, nap, Duration.ofMillis(random.nextLong(5_000, 30_000)));
                } else {
                    network.nap(one, random.nextInt(30), time);
                }
            }
            case KILL -> fleet.kill(server, random);
            case RESTART -> restart(server, time, random);
            case CLOCK_JUMP -> network.jumpClock(one, anyJump(random));
            default -> throw new IllegalArgumentException("step: found \"" + what + "\", expected a mishap");
        }
        return what.equals(PAUSE) || what.equals(NAP) ? " for " + time : "";
    }

    private void pause(DataSave server, Duration time, RandomGenerator random) {
        int clocks = random.nextInt(3); // at most one of the clocks is wrong (P2)
        if (clocks == 0) {
            network.suspend(server);
        } else {
            network.pause(server);
        }
        if (clocks == 1) {
            network.jumpClock(server, random.nextBoolean() ? time.negated() : anyJump(random));
        }
        network.schedule(time, () -> network.resume(server));
    }

    private static Duration anyJump(RandomGenerator random) {
        Duration by = Fleet.millis(random, 10, 3_600_000);
        return random.nextBoolean() ? by : by.negated();
    }

    /** Closes the server; in some storms while it can't reach the storage. */
    private void restart(GameServer server, Duration cutOff, RandomGenerator random) {
        boolean savesAll = random.nextBoolean();
        if (faults.outages() > 0 && random.nextBoolean()) {
            network.outage(server.dataSave(), cutOff);
            if (faults.breakages() > 0 && random.nextBoolean()) {
                fillDisk(server, Fleet.millis(random, 300, 10_000));
            }
        }
        List<EntryId> present = server.present();
        boolean breaks = faults.breakages() > 0 && random.nextBoolean() && !present.isEmpty();
        int breakage = breaks ? breakUntilMended(present.get(random.nextInt(present.size())), LONG) : 0;
        network.schedule(Fleet.millis(random, 1, 2_000), () -> {
            if (fleet.runs(server)) {
                if (savesAll) {
                    server.saveAll();
                }
                var unused = server.close().thenRun(() -> {
                    mend(breakage);
                    fleet.again(server, random);
                });
            } else {
                mend(breakage);
            }
        });
    }

    private String outage(RandomGenerator random) {
        Duration time =
                random.nextInt(4) == 0 ? Fleet.millis(random, 20_000, 60_000) : Fleet.millis(random, 100, 90_000);
        if (random.nextBoolean()) {
            network.outage(time);
            return "for everybody, " + time;
        }
        return fleet.any(random)
                .map(server -> {
                    network.outage(server.dataSave(), time);
                    return "for " + server + ", " + time;
                })
                .orElse("for nobody");
    }

    /** Damages what is stored of one of the profiles; after a while all damage is mended. */
    private String damage(RandomGenerator random) {
        String key = "p" + random.nextInt(1, 7);
        EntryId id = new EntryId(Goods.STORE, random.nextInt(3) == 0 ? key + "@1" : key);
        Duration time = Fleet.millis(random, 1_000, 60_000);
        network.damage(id);
        network.schedule(time, network::mendDamage);
        return "of " + id.key() + " for " + time;
    }

    /** Makes the storage unable to store one of the profiles for a while. */
    private String breakage(RandomGenerator random) {
        EntryId id = new EntryId(Goods.STORE, "p" + random.nextInt(1, 7));
        Duration time = Fleet.millis(random, 1_000, 60_000);
        breakage(id, time);
        return "of " + id.key() + " for " + time;
    }

    /** Makes the storage unable to store the profile for that long. */
    void breakage(EntryId id, Duration time) {
        int number = breakUntilMended(id, time);
        network.schedule(time, () -> mend(number));
    }

    private int breakUntilMended(EntryId id, Duration atMost) {
        mend();
        broken = Optional.of(id);
        network.breakWrites(write -> write.id().equals(id));
        network.journal()
                .add(new Journal.Broken(network.now(), id, network.now().plus(atMost)));
        return ++breakages;
    }

    private void mend(int breakage) {
        if (breakage == breakages) {
            mend();
        }
    }

    /** Lets the storage store everything again. */
    void mend() {
        broken.ifPresent(id -> network.journal().add(new Journal.Broken(network.now(), id, network.now())));
        broken = Optional.empty();
        network.breakWrites(write -> false);
    }

    private void fillDisk(GameServer server, Duration time) {
        fleet.disk(server).ifPresent(disk -> {
            disk.full(true);
            network.schedule(time, () -> disk.full(false));
        });
    }
}
