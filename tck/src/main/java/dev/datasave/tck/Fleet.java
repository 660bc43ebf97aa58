package dev.datasave.tck;

import dev.datasave.ProfileOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The simulated servers, and what befalls them and their storage at random. */
final class Fleet {
    private final VirtualNetwork network;
    private final RandomGenerator random;
    private final Faults faults;
    private final int size;
    private final boolean homely;
    private final ProfileOptions<Score> options;
    private final Spools spools;
    private final GameServer.Counters counters = new GameServer.Counters();
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

    Fleet(
            VirtualNetwork network,
            Faults faults,
            int size,
            boolean homely,
            ProfileOptions<Score> options,
            Spools spools) {
        this.network = network;
        this.random = network.random();
        this.faults = faults;
        this.size = size;
        this.homely = homely;
        this.options = options;
        this.spools = spools;
    }

    void start() {
        for (int i = 1; i <= size; i++) {
            start("s" + i);
        }
        often(faults.outages(), this::outage);
        often(faults.pauses(), () -> any().ifPresent(this::pause));
        often(faults.kills(), () -> any().ifPresent(this::kill));
        often(0.5, () -> any().ifPresent(this::restart));
        often(faults.clockJumps(), () -> any().ifPresent(this::jumpClock));
        often(faults.setBacks(), () -> network.setBack(logarithmicMillis(1, 30_000)));
    }

    private void start(String name) {
        if (!resting) {
            servers.add(new GameServer(network, name, counters, homely, options, spool(name)));
        }
    }

    private Optional<Path> spool(String name) {
        return switch (spools) {
            case NONE -> Optional.empty();
            case OWN -> Optional.of(Path.of(name));
            case SHARED -> Optional.of(Path.of("spool"));
        };
    }

    /** One more server with each spool: after it nothing may be left in any. */
    void emptySpools() {
        List<Path> directories = servers.stream()
                .flatMap(server -> spool(server.dataSave().serverName()).stream())
                .distinct()
                .toList();
        for (Path directory : directories) {
            GameServer last = new GameServer(network, "last", counters, false, options, Optional.of(directory));
            network.advance(Duration.ofSeconds(20));
            if (!network.disk(directory).states().isEmpty()) {
                network.journal()
                        .add(new Journal.ServerEvent(
                                network.now(), network.label(last.dataSave()), Journal.ServerEvent.What.LEFT_IN_SPOOL));
            }
            network.await(last.close(), Duration.ofMinutes(2));
        }
    }

    private void often(double perMinute, Runnable what) {
        if (perMinute > 0) {
            long millis = (long) (-Math.log(1 - random.nextDouble()) * 60_000 / perMinute);
            network.schedule(Duration.ofMillis(millis + 1), () -> {
                if (!resting) {
                    what.run();
                    often(perMinute, what);
                }
            });
        }
    }

    private long logarithmic(double from, double to) {
        return (long) (from * Math.exp(random.nextDouble() * Math.log(to / from)));
    }

    private Duration logarithmicMillis(double from, double to) {
        return Duration.ofMillis(logarithmic(from, to));
    }

    /** One that runs; none if all are dead or stand still. */
    Optional<GameServer> any() {
        List<GameServer> running = servers.stream().filter(this::runs).toList();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    boolean runs(GameServer server) {
        return network.isAlive(server.dataSave()) && !network.isPaused(server.dataSave());
    }

    private void outage() {
        Duration time = logarithmicMillis(100, 90_000);
        if (random.nextBoolean()) {
            network.outage(time);
        } else {
            any().ifPresent(server -> network.outage(server.dataSave(), time));
        }
    }

    private void pause(GameServer server) {
        network.pause(server.dataSave());
        network.schedule(logarithmicMillis(10, 40_000), () -> network.resume(server.dataSave()));
    }

    private void kill(GameServer server) {
        network.kill(server.dataSave());
        again(server);
    }

    private void restart(GameServer server) {
        var unused = server.close().thenRun(() -> again(server));
    }

    private void again(GameServer server) {
        network.schedule(
                logarithmicMillis(100, 15_000), () -> start(server.dataSave().serverName()));
    }

    private void jumpClock(GameServer server) {
        long millis = logarithmic(10, 3_600_000);
        network.jumpClock(server.dataSave(), Duration.ofMillis(random.nextBoolean() ? millis : -millis));
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

    /** A closed server hears of nothing any more. */
    void demandSilence() {
        for (GameServer server : servers) {
            if (!network.wasKilled(server.dataSave()) && network.listening(server.dataSave()) > 0) {
                network.journal()
                        .add(new Journal.ServerEvent(
                                network.now(),
                                network.label(server.dataSave()),
                                Journal.ServerEvent.What.STILL_LISTENING));
            }
        }
    }

    private List<GameServer> living() {
        return servers.stream()
                .filter(server -> network.isAlive(server.dataSave()))
                .toList();
    }
}
