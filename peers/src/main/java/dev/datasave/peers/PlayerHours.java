package dev.datasave.peers;

import dev.datasave.peers.PeerServer.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What a playing player costs the database: everyone's data changes every second, autosaves run. All peers at the same time. */
record PlayerHours(Pace pace, List<Peer> peers, int players, int seconds) {
    /** How often a player changes the server in an hour. */
    static final int HOPS = 4;

    /** The figures for an hour, hops included, whose cost was measured before. */
    List<Figure> run(Figure statementsOfHop, Figure kilobytesOfHop) throws Exception {
        Figure statements = Figure.lowest("statements per player-hour", "");
        Figure kilobytes = Figure.lowest("bytes per player-hour", "KB");
        List<Callable<Void>> all = new ArrayList<>();
        for (Peer peer : peers) {
            all.add(() -> {
                Traffic.Count spent = play(peer);
                double hours = (double) players * seconds / 3600;
                statements.put(peer, spent.statements() / hours + HOPS * statementsOfHop.get(peer));
                kilobytes.put(peer, spent.bytes() / 1e3 / hours + HOPS * kilobytesOfHop.get(peer));
                return null;
            });
        }
        ManyPlayers.all(all);
        return List.of(statements, kilobytes);
    }

    private Traffic.Count play(Peer peer) throws Exception {
        try (PeerServer server = peer.open("lobby")) {
            List<Seat> seats = ManyPlayers.join(server, players);
            TimeUnit.SECONDS.sleep(1); // what joining has left behind
            Traffic.Count before = peer.traffic().count();
            PeriodicSaves autosave = new PeriodicSaves(server, seats, pace);
            try (autosave) {
                long start = System.nanoTime();
                for (int second = 0; second < seconds; second++) {
                    seats.forEach(seat -> seat.earn(1));
                    long next = start + TimeUnit.SECONDS.toNanos(second + 1);
                    TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                }
                TimeUnit.MILLISECONDS.sleep(500); // an autosave at the last second
            }
            Traffic.Count spent = peer.traffic().count().since(before);
            ManyPlayers.quit(seats);
            return spent;
        }
    }
}
