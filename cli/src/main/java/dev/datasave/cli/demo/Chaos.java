package dev.datasave.cli.demo;

import dev.datasave.cli.database.Place;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills and replaces servers, and stops one for longer than its lease, while the players play. */
final class Chaos implements Callable<Void> {
    /** How long other servers take a silent server for alive: DataSave's default. */
    static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration PAUSE = LEASE.plusMillis(2500);
    private static final Duration FOUND_OUT = LEASE.plusSeconds(2);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(1);

    private final Processes fleet;
    private final Place place;
    private final SplittableRandom random;
    private final Duration length;
    private final long start = System.nanoTime();
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger pauses = new AtomicInteger();

    Chaos(Processes fleet, Place place, long seed, Duration length) {
        this.fleet = fleet;
        this.place = place;
        this.random = new SplittableRandom(seed);
        this.length = length;
    }

    int kills() {
        return kills.get();
    }

    int pauses() {
        return pauses.get();
    }

    @Override
    public Void call() throws IOException, InterruptedException, SQLException {
        Deque<Double> killsAt = killsAt();
        sleepUntil(length.toMillis() * 0.1);
        Optional<ServerProcess> stopped = fleet.running().size() > 1 ? freeze() : Optional.empty();
        double goOnAt = sinceStart() + PAUSE.toMillis();
        while (stopped.isPresent() || (!killsAt.isEmpty() && sinceStart() < length.toMillis())) {
            if (stopped.isPresent() && sinceStart() >= goOnAt) {
                stopped.get().goOn();
                pauses.incrementAndGet();
                stopped = Optional.empty();
            }
            List<ServerProcess> victims = victims();
            if (!killsAt.isEmpty() && sinceStart() >= killsAt.element() && !victims.isEmpty()) {
                killsAt.remove();
                kills.incrementAndGet();
                fleet.replace(victims.get(random.nextInt(victims.size())));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return null;
    }

    /** One kill in ten seconds, late enough that players are online, early enough that take-overs are seen. */
    private Deque<Double> killsAt() {
        double millis = length.toMillis();
        double from = millis * 0.15;
        double to = Math.max(millis * 0.4, millis - LEASE.toMillis() - 2000);
        int count = Math.max(1, (int) (millis / 10_000));
        Deque<Double> at = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            at.add(from + (to - from) * (i + random.nextDouble()) / count);
        }
        return at;
    }

    /**
     * The servers that can be killed so that a witness remains: a server that has run since before every death that is not yet detected. A server
     * that starts later can't judge a death that it did not see (P4), so players would wait for longer than a lease.
     */
    private List<ServerProcess> victims() {
        List<ServerProcess> running = fleet.running();
        if (fleet.alive().size() == 1) {
            return running;
        }
        long now = System.nanoTime();
        long ago = fleet.all().stream()
                .filter(server -> server.state() != ServerProcess.State.RUNNING)
                .mapToLong(server -> now - server.downSince())
                .filter(since -> since < FOUND_OUT.toNanos())
                .max()
                .orElse(0);
        List<ServerProcess> witnesses = running.stream()
                .filter(server -> now - server.upSince() > ago + FIRST_LOOK.toNanos())
                .toList();
        return running.stream()
                .filter(server -> witnesses.stream().anyMatch(witness -> !witness.equals(server)))
                .toList();
    }

    /** Stops a server; if all share a file, while it does not hold the file's write lock. Gives up after many tries. */
    private Optional<ServerProcess> freeze() throws IOException, InterruptedException, SQLException {
        if (!place.isFile()) {
            List<ServerProcess> running = fleet.running();
            ServerProcess server = running.get(random.nextInt(running.size()));
            server.stop();
            return Optional.of(server);
        }
        try (WriteLock lock = new WriteLock(place.path())) {
            for (int attempt = 0; attempt < 40; attempt++) {
                List<ServerProcess> running = fleet.running();
                ServerProcess server = running.get(random.nextInt(running.size()));
                server.stop();
                TimeUnit.MILLISECONDS.sleep(30); // until all of its threads have stopped
                if (lock.isFree()) {
                    return Optional.of(server);
                }
                server.goOn();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(50, 200));
            }
            return Optional.empty();
        }
    }

    private double sinceStart() {
        return (System.nanoTime() - start) / 1e6;
    }

    private void sleepUntil(double millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep((long) Math.max(0, millis - sinceStart()));
    }
}
