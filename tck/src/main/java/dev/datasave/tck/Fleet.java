package dev.datasave.tck;

import dev.datasave.DataSave;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The simulated servers, and what befalls them and their storage. */
final class Fleet {
    static final String OUTAGE = "outage";
    static final String PAUSE = "pause";
    static final String NAP = "nap";
    static final String KILL = "kill";
    static final String RESTART = "restart";
    static final String CLOCK_JUMP = "clock jump";
    static final String SET_BACK = "set-back";

    private final VirtualNetwork network;
    private final GameServer.Settings settings;
    private final Spools spools;
    private final List<GameServer> servers = new ArrayList<>();
    private boolean resting;

    /** Where the servers keep what the storage doesn't take. */
    enum Spools {
        NONE,
        /** Each server has one, and has it again after it was killed. */
        OWN,
        /** All share one. */
        SHARED
    }

    Fleet(VirtualNetwork network, GameServer.Settings settings, Spools spools) {
        this.network = network;
        this.settings = settings;
        this.spools = spools;
    }

    void start(int size, RandomGenerator random) {
        for (int i = 1; i <= size; i++) {
            start("s" + i, random);
        }
    }

    private void start(String name, RandomGenerator random) {
        if (!resting) {
            servers.add(new GameServer(network, name, settings, spool(name), random));
        }
    }

    private Optional<Path> spool(String name) {
        return switch (spools) {
            case NONE -> Optional.empty();
            case OWN -> Optional.of(Path.of(name));
            case SHARED -> Optional.of(Path.of("spool"));
        };
    }

    /** Something happens to a server, or to the storage; says to which. */
    String act(String what, RandomGenerator random) {
        return switch (what) {
            case OUTAGE -> outage(random);
            case SET_BACK -> {
                Duration by = millis(random, 1, 30_000);
                network.setBack(by);
                yield "of the storage by " + by;
            }
            default ->
                any(random)
                        .map(server -> "of " + server + act(what, server, random))
                        .orElse("of nobody");
        };
    }

    private String act(String what, GameServer server, RandomGenerator random) {
        DataSave one = server.dataSave();
        Duration time = millis(random, 100, 40_000);
        switch (what) {
            case PAUSE -> {
                int clocks = random.nextInt(3); // at most one of both is wrong (P2)
                if (clocks == 0) {
                    network.suspend(one);
                } else {
                    network.pause(one);
                }
                if (clocks == 1) {
                    network.jumpClock(one, random.nextBoolean() ? time.negated() : anyJump(random));
                }
                network.schedule(time, () -> network.resume(one));
            }
            case NAP -> {
                if (random.nextInt(3) == 0) {
                    network.napAtRenewal(one, time);
                } else {
                    network.nap(one, random.nextInt(30), time);
                }
            }
            case KILL -> {
                network.kill(one);
                if (spools == Spools.OWN && random.nextBoolean()) {
                    network.disk(spool(one.serverName()).orElseThrow()).powerCut();
                }
                again(server, random);
            }
            case RESTART -> {
                var unused = server.close().thenRun(() -> again(server, random));
            }
            case CLOCK_JUMP -> network.jumpClock(one, anyJump(random));
            default -> throw new IllegalArgumentException("step: found \"" + what + "\", expected one of the fleet's");
        }
        return what.equals(PAUSE) || what.equals(NAP) ? " for " + time : "";
    }

    private static Duration anyJump(RandomGenerator random) {
        Duration by = millis(random, 10, 3_600_000);
        return random.nextBoolean() ? by : by.negated();
    }

    private String outage(RandomGenerator random) {
        Duration time = millis(random, 100, 90_000);
        if (random.nextBoolean()) {
            network.outage(time);
            return "for everybody, " + time;
        }
        return any(random)
                .map(server -> {
                    network.outage(server.dataSave(), time);
                    return "for " + server + ", " + time;
                })
                .orElse("for nobody");
    }

    private void again(GameServer server, RandomGenerator random) {
        network.schedule(
                millis(random, 100, 15_000), () -> start(server.dataSave().serverName(), random));
    }

    /** Short times as often as long ones. */
    private static Duration millis(RandomGenerator random, double from, double to) {
        return Duration.ofMillis((long) (from * Math.exp(random.nextDouble() * Math.log(to / from))));
    }

    /** One that runs; none if all are dead or stand still. */
    Optional<GameServer> any(RandomGenerator random) {
        List<GameServer> running = servers.stream().filter(this::runs).toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    /** Whether a server is neither dead nor standing still, so that a game can do something there. */
    boolean runs(GameServer server) {
        return network.isAlive(server.dataSave()) && !network.isPaused(server.dataSave());
    }

    boolean standsStill(GameServer server) {
        return network.isAlive(server.dataSave()) && network.isPaused(server.dataSave());
    }

    /** A player's edit on a server that stands still: it is the first thing that happens there when it goes on (F36). */
    String editWhenAwake(Seat seat) {
        network.execute(seat.server().dataSave(), seat::edit);
        return "edits on " + seat.server() + " as soon as that goes on";
    }

    /** One more server, for what is left to be looked at. */
    GameServer oneMore(RandomGenerator random) {
        GameServer server = new GameServer(network, "last", settings, Optional.empty(), random);
        servers.add(server);
        return server;
    }

    /** One more server with each spool: after it nothing may be left in any. */
    void emptySpools() {
        List<Path> directories = servers.stream()
                .flatMap(server -> spool(server.dataSave().serverName()).stream())
                .distinct()
                .toList();
        for (Path directory : directories) {
            GameServer last = new GameServer(network, "last", settings, Optional.of(directory), network.random());
            network.advance(Duration.ofSeconds(20));
            if (!network.disk(directory).states().isEmpty()) {
                complain(last.dataSave(), Journal.ServerEvent.What.LEFT_IN_SPOOL);
            }
            network.await(last.close(), Duration.ofMinutes(2));
        }
    }

    /** Faults end; who stands still goes on. */
    void rest() {
        resting = true;
        network.faults(Faults.calm());
        network.outage(Duration.ZERO);
        for (GameServer server : living()) {
            network.resume(server.dataSave());
            network.outage(server.dataSave(), Duration.ZERO);
        }
    }

    /** Every server that lives is closed, in order. */
    void close() {
        for (GameServer server : living()) {
            network.await(server.close(), Duration.ofMinutes(2));
        }
    }

    void demandAnswers() {
        servers.stream().filter(server -> !network.wasKilled(server.dataSave())).forEach(GameServer::demandAnswers);
    }

    /** A closed server hears of nothing any more, and has nothing to do. */
    void demandSilence() {
        for (GameServer server : servers) {
            DataSave closed = server.dataSave();
            if (!network.wasKilled(closed)) {
                if (network.listening(closed) > 0) {
                    complain(closed, Journal.ServerEvent.What.STILL_LISTENING);
                }
                if (network.waiting(closed) > 0) {
                    complain(closed, Journal.ServerEvent.What.STILL_SCHEDULED);
                }
            }
        }
    }

    private void complain(DataSave server, Journal.ServerEvent.What what) {
        network.journal().add(new Journal.ServerEvent(network.now(), network.label(server), what));
    }

    private List<GameServer> living() {
        return servers.stream()
                .filter(server -> network.isAlive(server.dataSave()))
                .toList();
    }
}
