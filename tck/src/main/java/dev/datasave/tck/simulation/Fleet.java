package dev.datasave.tck.simulation;

import dev.datasave.DataSave;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.VirtualDisk;
import dev.datasave.tck.network.VirtualNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The simulated servers. */
final class Fleet {
    private final VirtualNetwork network;
    private final GameServer.Settings settings;
    private final Spools spools;
    private final boolean isDeadly;
    private final RandomGenerator luck;
    private Audience audience = new Audience() {
        @Override
        public void started(GameServer server) {}

        @Override
        public void spooled(EntryId id) {}
    };
    private final List<GameServer> servers = new ArrayList<>();
    private boolean resting;

    /** Where the servers keep states that the storage doesn't take. */
    enum Spools {
        NONE,
        /** Each server has its own spool, and uses it again after it was killed. */
        OWN,
        /** All servers share one spool. */
        SHARED
    }

    /** The players of these servers. */
    interface Audience {
        /** A server was added. */
        void started(GameServer server);

        /** A state of that profile went into a spool. */
        void spooled(EntryId id);
    }

    /** @param isDeadly whether a server may die when it tells of a spooled state */
    Fleet(VirtualNetwork network, GameServer.Settings settings, Spools spools, boolean isDeadly) {
        this.network = network;
        this.isDeadly = isDeadly;
        this.luck = new SplittableRandom(network.random().nextLong());
        this.settings = settings;
        this.spools = spools;
    }

    void audience(Audience players) {
        audience = players;
    }

    void start(int size, RandomGenerator random) {
        for (int i = 1; i <= size; i++) {
            start("s" + i, random);
        }
    }

    private void start(String name, RandomGenerator random) {
        if (!resting) {
            GameServer server = new GameServer(network, name, settings, spool(name), this::spooled, random);
            servers.add(server);
            audience.started(server);
        }
    }

    /** The disk with its spool, if it has one. */
    Optional<VirtualDisk> disk(GameServer server) {
        return spool(server.dataSave().serverName()).map(network::disk);
    }

    /** Sometimes kills a server that tells that it has spooled a state. */
    private void spooled(GameServer server, EntryId id) {
        audience.spooled(id);
        if (isDeadly && !resting && network.isAlive(server.dataSave()) && luck.nextInt(3) == 0) {
            kill(server, luck);
        }
    }

    private Optional<Path> spool(String name) {
        return switch (spools) {
            case NONE -> Optional.empty();
            case OWN -> Optional.of(Path.of(name));
            case SHARED -> Optional.of(Path.of("spool"));
        };
    }

    /** Kills a server, in a storm together with unforced data on its disk, and starts it again. */
    void kill(GameServer server, RandomGenerator random) {
        network.kill(server.dataSave());
        if (spools == Spools.OWN && random.nextBoolean()) {
            disk(server).orElseThrow().powerCut();
        }
        again(server, random);
    }

    /** Starts another server in its place after a while. */
    void again(GameServer server, RandomGenerator random) {
        network.schedule(
                millis(random, 100, 15_000), () -> start(server.dataSave().serverName(), random));
    }

    /** A random time; short ones are as likely as long ones. */
    static Duration millis(RandomGenerator random, double from, double to) {
        return Duration.ofMillis((long) (from * Math.exp(random.nextDouble() * Math.log(to / from))));
    }

    /** A running server; empty if all are dead or stand still. */
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

    /** Lets the game do something on a server after a while: once the server runs, and never if it dies before. */
    void later(GameServer server, Duration delay, Runnable what) {
        network.schedule(delay, () -> network.execute(server.dataSave(), what));
    }

    /** Sometimes lets a player do something there within milliseconds. */
    void rush(GameServer server, Consumer<RandomGenerator> what) {
        if (luck.nextInt(4) > 0) {
            RandomGenerator random = new SplittableRandom(luck.nextLong());
            later(server, Duration.ofNanos(random.nextLong(3_000_000)), () -> what.accept(random));
        }
    }

    /**
     * Lets a player edit on a server that stands still. The edit is the first thing, or one of the first, that happens there when the server goes on
     * (F36).
     */
    String editWhenAwake(Visit seat, RandomGenerator random) {
        DataSave server = seat.server().dataSave();
        Duration after = Duration.ofNanos(random.nextLong(2_000_000));
        network.execute(
                server,
                random.nextBoolean()
                        ? seat::edit
                        : () -> network.schedule(after, () -> network.execute(server, seat::edit)));
        return "edits on " + seat.server() + " as soon as that goes on";
    }

    /** Starts one more server, to look at the rest. */
    GameServer oneMore(RandomGenerator random) {
        GameServer server = new GameServer(network, "last", settings, Optional.empty(), (one, id) -> {}, random);
        servers.add(server);
        return server;
    }

    /** Starts one more server with each spool; after that, no spool may hold anything. */
    void emptySpools() {
        List<Path> directories = servers.stream()
                .flatMap(server -> spool(server.dataSave().serverName()).stream())
                .distinct()
                .toList();
        for (Path directory : directories) {
            GameServer last = new GameServer(
                    network, "last", settings, Optional.of(directory), (one, id) -> {}, network.random());
            network.advance(Duration.ofSeconds(20));
            if (!network.disk(directory).states().isEmpty()) {
                complain(last.dataSave(), Journal.ServerEvent.What.LEFT_IN_SPOOL);
            }
            network.await(last.close(), Duration.ofMinutes(2));
        }
    }

    /** Ends all faults; servers that stand still go on. */
    void rest() {
        resting = true;
        network.faults(Faults.calm());
        network.outage(Duration.ZERO);
        network.failWrites(Duration.ZERO);
        network.mendDamage();
        for (GameServer server : living()) {
            network.resume(server.dataSave());
            network.outage(server.dataSave(), Duration.ZERO);
        }
    }

    /** Closes every living server in order. */
    void close() {
        for (GameServer server : living()) {
            network.await(server.close(), Duration.ofMinutes(2));
        }
    }

    void demandAnswers() {
        servers.stream().filter(server -> !network.wasKilled(server.dataSave())).forEach(GameServer::demandAnswers);
    }

    /** Checks that a closed server has no listeners and nothing left to do. */
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
