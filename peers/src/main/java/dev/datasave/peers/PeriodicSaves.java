package dev.datasave.peers;

import dev.datasave.peers.PeerServer.Seat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Saves everyone in the background, for peers that don't do that by themselves. */
final class PeriodicSaves implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    PeriodicSaves(PeerServer server, List<Seat> seats, Pace pace) {
        if (!server.savesByItself()) {
            long period = pace.autosave().toMillis();
            Future<?> unused =
                    timer.scheduleAtFixedRate(() -> save(server, seats), period, period, TimeUnit.MILLISECONDS);
        }
    }

    private static void save(PeerServer server, List<Seat> seats) {
        try {
            int unused = server.saveAll(seats);
        } catch (Exception e) {
            System.getLogger("dev.datasave.peers")
                    .log(System.Logger.Level.DEBUG, "an autosave that was refused, as it may be after a stop", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
