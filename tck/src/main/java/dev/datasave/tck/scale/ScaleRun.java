package dev.datasave.tck.scale;

import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import dev.datasave.tck.network.VirtualNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A day of a large network in virtual time: servers start, players arrive, the evening is full, all servers are restarted one after the other, a tenth of them dies
 * in one moment, and the night is quiet. The servers are the engine itself; only the storage and the players are made for this.
 */
public final class ScaleRun {
    private static final int DEAD = 10;

    private final Scale scale;
    private final Tally tally = new Tally();
    private final VirtualNetwork network;
    private final Crew crew;
    private final Population population;
    private final List<Phase> phases = new ArrayList<>();
    private final Consumer<String> progress;
    private long heapOfStored;
    private long heapOfIdle;
    private long heapOfFull;
    private int onlineWhenFull;
    private long realNanos;

    /**
     * What was asked of the storage in a part of the day.
     *
     * @param name the part of the day
     * @param seconds how long it was
     * @param servers how many servers ran at its end
     * @param online how many players were online at its end
     * @param perSecond operations on entries and lists a second, by kind
     * @param calls storage calls a second
     * @param mostCalls calls in the busiest second
     * @param mostCallsInThree calls a second, in the busiest three seconds
     * @param operations operations a second, of all kinds
     * @param mostOperationsInThree operations a second, in the busiest three seconds
     * @param bytes a second, read and written
     * @param keptBytes a second, of superseded revisions that are kept
     * @param refused writes a second that were refused
     * @param busiestEntry the store of the entry that was asked for most
     * @param busiestEntryRate how often a second
     * @param busiestStore the store to whose list of keys most was added and removed
     * @param busiestStoreRate how often a second
     * @param loads how many loads ended with a profile
     * @param medianWait how long half of them took at most, in seconds
     * @param longestWait how long the slowest took
     */
    public record Phase(
            String name,
            int seconds,
            int servers,
            int online,
            Map<Demand, Double> perSecond,
            double calls,
            double mostCalls,
            double mostCallsInThree,
            double operations,
            double mostOperationsInThree,
            double bytes,
            double keptBytes,
            double refused,
            String busiestEntry,
            double busiestEntryRate,
            String busiestStore,
            double busiestStoreRate,
            int loads,
            double medianWait,
            double longestWait) {}

    /**
     * What came out.
     *
     * @param scale the size
     * @param phases the parts of the day
     * @param virtualSeconds how long the day was
     * @param realSeconds how long this machine needed
     * @param idleServerBytes heap of a server without players
     * @param fullServerBytes heap of a server in the evening, without what stands for the storage of its profiles
     * @param playersPerServer how many players it had then
     * @param failedLoads how many loads ended without a profile
     */
    public record Result(
            Scale scale,
            List<Phase> phases,
            double virtualSeconds,
            double realSeconds,
            long idleServerBytes,
            long fullServerBytes,
            double playersPerServer,
            long failedLoads) {}

    private ScaleRun(Scale scale, Consumer<String> progress) {
        this.scale = scale;
        this.progress = progress;
        this.network =
                VirtualNetwork.unrecorded(scale.seed(), clock -> new CountedStorage(clock, tally, scale.valueBytes()));
        this.crew = new Crew(network, scale);
        this.population = new Population(network, scale, crew);
    }

    /** Runs a day. {@code progress} is told what is being played, in words. */
    public static Result run(Scale scale, Consumer<String> progress) {
        ScaleRun run = new ScaleRun(scale, progress);
        return run.day();
    }

    private Result day() {
        long begun = System.nanoTime();
        realNanos = begun;
        everySecond();
        store();
        heapOfStored = heap();
        for (int i = 0; i < scale.servers(); i++) {
            network.schedule(Duration.ofNanos(30_000_000_000L * i / scale.servers()), crew::start);
        }
        play("servers start", Duration.ofMinutes(1));
        play("no players", Duration.ofSeconds(30));
        heapOfIdle = heap();
        everyTick();
        population.aim(scale.most() / 2, Duration.ofMinutes(2));
        play("players come", Duration.ofMinutes(2));
        play("day", part(2));
        population.aim(scale.most(), part(3));
        play("evening comes", part(3));
        play("evening", part(4));
        heapOfFull = heap();
        onlineWhenFull = population.online();
        restartAll();
        play("after the restart", part(1));
        killSome();
        play("a tenth of the servers dies", Duration.ofSeconds(30));
        play("after the deaths", part(1));
        for (int i = crew.hosts().size(); i < scale.servers(); i++) {
            crew.start();
        }
        population.aim(scale.most() / 4, part(2));
        play("night", part(3));
        return result(begun);
    }

    /** So many fifteenths of the minutes that are played. */
    private Duration part(int fifteenths) {
        return Duration.ofSeconds(scale.minutes() * 60L * fifteenths / 15);
    }

    private Result result(long begun) {
        network.close();
        return new Result(
                scale,
                List.copyOf(phases),
                network.now().toMillis() / 1000.0,
                (System.nanoTime() - begun) / 1e9,
                (heapOfIdle - heapOfStored) / scale.servers(),
                (heapOfFull - heapOfStored) / scale.servers(),
                onlineWhenFull / (double) scale.servers(),
                population.failed());
    }

    private void everySecond() {
        tally.tick();
        network.schedule(Duration.ofSeconds(1), this::everySecond);
    }

    private void everyTick() {
        population.tick();
        network.schedule(Duration.ofMillis(100), this::everyTick);
    }

    /** Stores a profile for every player, all like the one that a server has made. */
    private void store() {
        crew.start();
        Crew.Host host = crew.hosts().getFirst();
        network.await(host.store.loadProfileAsync("first"));
        network.await(host.store.releaseAsync("first"));
        Content like = network.storage()
                .read(List.of(new EntryId("PlayerData", "first")))
                .getFirst()
                .map(Entry::content)
                .orElseThrow();
        List<Write> batch = new ArrayList<>();
        for (int i = 0; i < scale.players(); i++) {
            batch.add(Write.put(new EntryId("PlayerData", Population.key(i)), Optional.empty(), "w" + i, like));
            if (batch.size() == 250 || i == scale.players() - 1) {
                network.storage().write(batch, Atomicity.EACH);
                batch.clear();
            }
        }
        crew.close(host);
        network.closeServer(host.server);
        network.forget(host.server);
    }

    private void play(String name, Duration time) {
        tally.begin();
        network.advance(time);
        end(name);
    }

    private void end(String name) {
        Tally.Figures all = tally.end();
        double[] waits = population.takeWaits();
        phases.add(new Phase(
                name,
                all.seconds(),
                crew.hosts().size(),
                population.online(),
                all.perSecond(),
                all.calls(),
                all.mostCalls(),
                all.mostCallsInThree(),
                all.operations(),
                all.mostOperationsInThree(),
                all.bytes(),
                all.keptBytes(),
                all.refused(),
                all.busiestEntry(),
                all.busiestEntryRate(),
                all.busiestStore(),
                all.busiestStoreRate(),
                waits.length,
                Scale.median(waits),
                java.util.Arrays.stream(waits).max().orElse(0)));
        long now = System.nanoTime();
        progress.accept("%s: %d s with %d players in %.0f s"
                .formatted(name, all.seconds(), population.online(), (now - realNanos) / 1e9));
        realNanos = now;
    }

    /** All servers, one after the other, while the evening goes on. */
    private void restartAll() {
        List<Crew.Host> old = List.copyOf(crew.hosts());
        long nanos = part(3).toNanos();
        for (int i = 0; i < old.size(); i++) {
            Crew.Host host = old.get(i);
            network.schedule(
                    Duration.ofNanos((long) ((double) nanos * i / old.size())), () -> population.evacuate(host));
        }
        play("all servers are restarted", part(3));
    }

    private void killSome() {
        List<Crew.Host> dying = List.copyOf(crew.hosts().subList(0, scale.servers() / DEAD));
        dying.forEach(population::kill);
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
