package dev.datasave.cli.demo;

import dev.datasave.cli.database.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/** All server processes of a run. Closing ends every process, however the run ends. */
final class Processes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 200;

    private final Places places;
    private final Path folder;
    private final AtomicInteger started = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;
    private final List<ServerProcess> all = new CopyOnWriteArrayList<>();

    Processes(Places places, Path folder) {
        this.places = places;
        this.folder = folder;
    }

    /** Says where each process finds the database, by its label. */
    @FunctionalInterface
    interface Places {
        Place of(String label) throws IOException;
    }

    /** Starts this many servers at once, and waits until all of them listen. */
    void start(int servers) throws IOException, InterruptedException {
        List<ServerProcess> fresh = new ArrayList<>();
        for (int i = 1; i <= servers; i++) {
            fresh.add(start("lobby-" + i));
        }
        for (ServerProcess server : fresh) {
            server.awaitListening();
        }
    }

    /** Kills a server without warning and starts another one in its place, again and again if the database is away just then. */
    void replace(ServerProcess server) throws IOException, InterruptedException {
        server.kill();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (boolean isUp = false; !isUp; ) {
            try {
                start(server.name()).awaitListening();
                isUp = true;
            } catch (IOException e) {
                if (isClosed() || end - System.nanoTime() < 0) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private ServerProcess start(String name) throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the run has ended");
            }
            String label = name + "." + started.incrementAndGet();
            ServerProcess server = ServerProcess.start(label, name, places.of(label), folder);
            all.add(server);
            return server;
        } finally {
            lock.unlock();
        }
    }

    List<ServerProcess> all() {
        return all;
    }

    List<ServerProcess> running() {
        return all.stream().filter(ServerProcess::isRunning).toList();
    }

    /** A running server; a different one than {@code not} if there is one. */
    Optional<ServerProcess> pick(RandomGenerator random, Optional<ServerProcess> not) {
        List<ServerProcess> running = running();
        List<ServerProcess> others = running.stream()
                .filter(server -> not.stream().noneMatch(server::equals))
                .toList();
        List<ServerProcess> from = others.isEmpty() ? running : others;
        return from.isEmpty() ? Optional.empty() : Optional.of(from.get(random.nextInt(from.size())));
    }

    /** Tells all servers to close in order and waits; returns those that did not end. */
    List<ServerProcess> end() throws InterruptedException {
        List<ServerProcess> running = alive();
        running.forEach(ServerProcess::end);
        List<ServerProcess> late = new ArrayList<>();
        for (ServerProcess server : running) {
            if (!server.awaitEnd(60)) {
                late.add(server);
            }
        }
        return late;
    }

    /** The servers that were not killed; one of them may be stopped. */
    List<ServerProcess> alive() {
        return all.stream()
                .filter(server -> server.state() != ServerProcess.State.KILLED)
                .toList();
    }

    long events(String kind) {
        return all.stream().mapToLong(server -> server.events(kind)).sum();
    }

    Fates fates() {
        Map<String, String> processes = new HashMap<>();
        Set<String> harmed = new HashSet<>();
        Set<String> closed = new HashSet<>();
        for (ServerProcess server : all) {
            server.incarnations().forEach(incarnation -> processes.put(incarnation, server.label()));
            if (server.isHarmed()) {
                harmed.add(server.label());
            }
            if (server.isClosedInOrder()) {
                closed.add(server.label());
            }
        }
        return new Fates(processes, harmed, closed);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        alive().forEach(ServerProcess::kill);
    }
}
