package dev.datasave.tck;

import dev.datasave.DataSave;
import dev.datasave.spi.EntryId;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What befalls the simulated servers and their storage. */
final class Mishaps {
    static final String OUTAGE = "outage";
    static final String PAUSE = "pause";
    static final String NAP = "nap";
    static final String KILL = "kill";
    static final String RESTART = "restart";
    static final String CLOCK_JUMP = "clock jump";
    static final String SET_BACK = "set-back";
    static final String BREAKAGE = "breakage";

    private final VirtualNetwork network;
    private final Fleet fleet;
    private final Faults faults;
    private int breakages;

    Mishaps(VirtualNetwork network, Fleet fleet, Faults faults) {
        this.network = network;
        this.fleet = fleet;
        this.faults = faults;
    }

    /** Something happens to a server, or to the storage; says to which. */
    String act(String what, RandomGenerator random) {
        return switch (what) {
            case OUTAGE -> outage(random);
            case SET_BACK -> {
                Duration by = Fleet.millis(random, 1, 30_000);
                network.setBack(by);
                yield "of the storage by " + by;
            }
            case BREAKAGE -> breakage(random);
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
                    Duration cutOff = random.nextBoolean() ? Duration.ZERO : Fleet.millis(random, 5_000, 30_000);
                    network.napAtRenewal(one, time, cutOff);
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
        int clocks = random.nextInt(3); // at most one of both is wrong (P2)
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

    /** It is closed; in some storms while it does not reach the storage. */
    private void restart(GameServer server, Duration cutOff, RandomGenerator random) {
        boolean savesAll = random.nextBoolean();
        if (faults.outages() > 0 && random.nextBoolean()) {
            network.outage(server.dataSave(), cutOff);
        }
        network.schedule(Fleet.millis(random, 1, 2_000), () -> {
            if (fleet.runs(server)) {
                if (savesAll) {
                    server.saveAll();
                }
                var unused = server.close().thenRun(() -> fleet.again(server, random));
            }
        });
    }

    private String outage(RandomGenerator random) {
        Duration time = Fleet.millis(random, 100, 90_000);
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

    /** For a while the storage can't store what one profile holds, now or later. */
    private String breakage(RandomGenerator random) {
        EntryId id = new EntryId(GameServer.STORE, "p" + random.nextInt(1, 7));
        Duration time = Fleet.millis(random, 1_000, 60_000);
        int number = ++breakages;
        network.breakWrites(write -> write.id().equals(id));
        network.journal()
                .add(new Journal.Broken(network.now(), id, network.now().plus(time)));
        network.schedule(time, () -> {
            if (number == breakages) {
                mend();
            }
        });
        return "of " + id.key() + " for " + time;
    }

    /** The storage stores everything. */
    void mend() {
        network.breakWrites(write -> false);
    }
}
