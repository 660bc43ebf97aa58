package dev.datasave.peers;

import dev.datasave.bench.Percentiles;
import dev.datasave.peers.PeerServer.Seat;
import java.util.ArrayList;
import java.util.List;

/** Saves of many changed players at once, until all are confirmed, and what a save costs the database. Rounds of all peers alternate. */
record SaveRates(RealPostgres server, List<Peer> peers, int players, int rounds, int warmUp) {

    /** A peer with its players, and the sums of its rounds. */
    private static final class Measured {
        private final Peer peer;
        private final PeerServer game;
        private final List<Seat> seats;
        private final List<Double> rates = new ArrayList<>();
        private double cpuSeconds;
        private long statements;
        private long roundTrips;
        private long bytes;

        private Measured(Peer peer, PeerServer game, List<Seat> seats) {
            this.peer = peer;
            this.game = game;
            this.seats = seats;
        }
    }

    List<Figure> run() throws Exception {
        List<Measured> all = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                PeerServer game = peer.open("lobby");
                all.add(new Measured(peer, game, ManyPlayers.join(game, players)));
            }
            for (int round = -warmUp; round < rounds; round++) {
                for (Measured each : all) {
                    round(each, round >= 0);
                }
            }
            for (Measured each : all) {
                List<Boolean> unused = ManyPlayers.quit(each.seats);
            }
        } finally {
            all.forEach(each -> each.game.close());
        }
        return figures(all);
    }

    private void round(Measured of, boolean counts) throws Exception {
        double cpu = server.cpuSeconds();
        Traffic.Count before = of.peer.traffic().count();
        long start = System.nanoTime();
        of.seats.forEach(seat -> seat.earn(1));
        int stored = of.game.saveAll(of.seats);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (stored != players) {
            throw new IllegalStateException(
                    of.peer.name() + ": found " + stored + " saves confirmed, expected all " + players);
        }
        if (counts) {
            Traffic.Count count = of.peer.traffic().count().since(before);
            of.rates.add(players / seconds);
            of.cpuSeconds += server.cpuSeconds() - cpu;
            of.statements += count.statements();
            of.roundTrips += count.roundTrips();
            of.bytes += count.bytes();
        }
    }

    private List<Figure> figures(List<Measured> all) {
        Figure rate = Figure.highest("saves", "1/s");
        Figure cpu = Figure.lowest("database processor per save", "us");
        Figure statements = Figure.lowest("statements per save", "");
        Figure trips = Figure.lowest("round trips per 1,000 saves", "");
        Figure bytes = Figure.lowest("bytes per save", "KB");
        all.forEach(of -> {
            Peer peer = of.peer;
            double saves = (double) players * of.rates.size();
            rate.put(peer, Percentiles.median(of.rates));
            cpu.put(peer, of.cpuSeconds * 1e6 / saves);
            statements.put(peer, of.statements / saves);
            trips.put(peer, of.roundTrips * 1e3 / saves);
            bytes.put(peer, of.bytes / 1e3 / saves);
        });
        return List.of(rate, cpu, statements, trips, bytes);
    }
}
