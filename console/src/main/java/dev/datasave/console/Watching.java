package dev.datasave.console;

import dev.datasave.ops.Operations;
import dev.datasave.ops.ServerPulse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at the servers every two seconds, the rhythm of their heartbeats, and remembers the last half hour. */
final class Watching implements AutoCloseable {
    static final Duration STEP = Duration.ofSeconds(2);
    private static final int KEPT = 900;
    private static final int SPAN = 5; // steps that a point looks back, so that rates are even

    private final Operations operations;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("console-watch").unstarted(task));
    private final Deque<Looked> looks = new ArrayDeque<>();
    private final Deque<Pulse> pulses = new ArrayDeque<>();
    private boolean isAway = true;
    private final List<Consumer<Sign>> listeners = new CopyOnWriteArrayList<>();

    private record Looked(Instant at, List<ServerPulse> servers) {}

    /** What listeners are told: a pulse, or that the storage does not answer. */
    sealed interface Sign {
        record Alive(Pulse pulse) implements Sign {}

        record Away(String why) implements Sign {}
    }

    Watching(Operations operations) {
        this.operations = operations;
    }

    void begin() {
        var unused = timer.scheduleWithFixedDelay(this::look, 0, STEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One look. The timer makes them; a storage that is away is no reason to stop. */
    void look() {
        Sign sign;
        try {
            sign = new Sign.Alive(pulse(Instant.now(), operations.pulses()));
        } catch (RuntimeException failed) {
            lost();
            sign = new Sign.Away(
                    "the storage does not answer: " + Shown.text(String.valueOf(failed.getMessage()), 300));
        }
        for (Consumer<Sign> listener : listeners) {
            listener.accept(sign);
        }
    }

    private synchronized Pulse pulse(Instant now, List<ServerPulse> servers) {
        isAway = false;
        looks.addLast(new Looked(now, servers));
        while (looks.size() > SPAN + 1) {
            looks.removeFirst();
        }
        Looked first = looks.getFirst();
        double seconds = Math.max(0.001, Duration.between(first.at, now).toMillis() / 1000.0);
        Pulse pulse = Pulse.between(first.servers, servers, now, seconds);
        pulses.addLast(pulse);
        while (pulses.size() > KEPT) {
            pulses.removeFirst();
        }
        return pulse;
    }

    private synchronized void lost() {
        isAway = true;
    }

    /** What the servers of the game told at the newest look; empty if the storage did not answer it. */
    synchronized Optional<List<ServerPulse>> servers() {
        return isAway
                ? Optional.empty()
                : Optional.of(looks.getLast().servers.stream()
                        .filter(server -> !server.isThisTool())
                        .toList());
    }

    /** The pulses of the last half hour, the oldest first. */
    synchronized List<Pulse> past() {
        return new ArrayList<>(pulses);
    }

    /** The newest pulse; without any server before the first look. */
    synchronized Pulse newest() {
        return pulses.isEmpty() ? new Pulse(Instant.EPOCH, Pulse.Figures.NONE, List.of()) : pulses.getLast();
    }

    /** Tells of each look. Run the result to end it. */
    Runnable listen(Consumer<Sign> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
