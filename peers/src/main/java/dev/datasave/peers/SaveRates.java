package dev.datasave.peers;

import dev.datasave.bench.Percentiles;
import dev.datasave.peers.GameServer.Seat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Saves of many changed players at once, until all are confirmed, and what a save costs the database. Rounds of all peers alternate. */
record SaveRates(PostgresServer server, List<Peer> peers, int players, int rounds, int warmUp) {

    /** The sums of all rounds of a peer. */
    private static final class Spent {
        private final List<Double> rates = new ArrayList<>();
        private double cpuSeconds;
        private long statements;
        private long roundTrips;
        private long bytes;
    }

    List<Figure> run() throws Exception {
        Map<Peer, GameServer> servers = new HashMap<>();
        Map<Peer, List<Seat>> seats = new HashMap<>();
        Map<Peer, Spent> spent = new HashMap<>();
        try {
            for (Peer peer : peers) {
                GameServer game = peer.open("lobby");
                servers.put(peer, game);
                seats.put(peer, Crowd.join(game, players));
                spent.put(peer, new Spent());
            }
            for (int round = -warmUp; round < rounds; round++) {
                for (Peer peer : peers) {
                    Spent of = round < 0 ? new Spent() : spent.get(peer);
                    round(peer, servers.get(peer), seats.get(peer), of);
                }
            }
            for (Peer peer : peers) {
                Crowd.quit(seats.get(peer));
            }
        } finally {
            servers.values().forEach(GameServer::close);
        }
        return figures(spent);
    }

    private void round(Peer peer, GameServer game, List<Seat> seats, Spent of) throws Exception {
        double cpu = server.cpuSeconds();
        Traffic.Count before = peer.traffic().count();
        long start = System.nanoTime();
        seats.forEach(seat -> seat.earn(1));
        int stored = game.saveAll(seats);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (stored != players) {
            throw new IllegalStateException(
                    peer.name() + ": found " + stored + " saves confirmed, expected all " + players);
        }
        Traffic.Count count = peer.traffic().count().since(before);
        of.rates.add(players / seconds);
        of.cpuSeconds += server.cpuSeconds() - cpu;
        of.statements += count.statements();
        of.roundTrips += count.roundTrips();
        of.bytes += count.bytes();
    }

    private List<Figure> figures(Map<Peer, Spent> spent) {
        Figure rate = Figure.highest("saves", "1/s");
        Figure cpu = Figure.lowest("database processor per save", "us");
        Figure statements = Figure.lowest("statements per save", "");
        Figure trips = Figure.lowest("round trips per 1,000 saves", "");
        Figure bytes = Figure.lowest("bytes per save", "KB");
        spent.forEach((peer, of) -> {
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
