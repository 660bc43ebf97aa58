package dev.datasave.peers;

import dev.datasave.bench.Percentiles;
import dev.datasave.peers.PeerServer.Seat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * The time of a hop, and what it costs the database. Rounds of all peers alternate. Where a hop is mostly a wait, ten players hop at the same time, because
 * they don't disturb each other.
 */
record HopTimes(List<Peer> peers, int rounds, int warmUp, int hops) {
    private static final int LANES = 10;

    List<Figure> run() throws Exception {
        Map<Peer, List<Long>> nanos = new HashMap<>();
        Map<Peer, Traffic.Count> traffic = new HashMap<>();
        List<Servers> all = new ArrayList<>();
        try {
            for (Peer peer : peers) {
                all.add(new Servers(peer));
            }
            for (int round = 0; round <= rounds; round++) {
                for (Servers each : all) {
                    Traffic.Count before = each.peer.traffic().count();
                    List<Long> times = each.hop(round == 0 ? warmUp : hops);
                    Traffic.Count spent = each.peer.traffic().count().since(before);
                    if (round > 0) {
                        nanos.computeIfAbsent(each.peer, any -> new ArrayList<>())
                                .addAll(times);
                        traffic.merge(each.peer, spent, HopTimes::sum);
                    }
                }
            }
        } finally {
            all.forEach(Servers::close);
        }
        return figures(nanos, traffic);
    }

    private static Traffic.Count sum(Traffic.Count a, Traffic.Count b) {
        return new Traffic.Count(
                a.statements() + b.statements(), a.roundTrips() + b.roundTrips(), a.bytes() + b.bytes());
    }

    private List<Figure> figures(Map<Peer, List<Long>> nanos, Map<Peer, Traffic.Count> traffic) {
        Figure p50 = Figure.lowest("hop, p50", "ms");
        Figure p99 = Figure.lowest("hop, p99", "ms");
        Figure max = Figure.lowest("hop, max", "ms");
        Figure statements = Figure.lowest("statements per hop", "");
        Figure trips = Figure.lowest("round trips per hop", "");
        Figure bytes = Figure.lowest("bytes per hop", "KB");
        nanos.forEach((peer, all) -> {
            Percentiles of = new Percentiles(all);
            p50.put(peer, of.millis(0.5));
            p99.put(peer, of.millis(0.99));
            max.put(peer, of.millis(1));
            Traffic.Count spent = traffic.getOrDefault(peer, new Traffic.Count(0, 0, 0));
            statements.put(peer, (double) spent.statements() / all.size());
            trips.put(peer, (double) spent.roundTrips() / all.size());
            bytes.put(peer, spent.bytes() / 1e3 / all.size());
        });
        return List.of(p50, p99, max, statements, trips, bytes);
    }

    /** Two servers of a peer, and the players who go to and fro. */
    private static final class Servers implements AutoCloseable {
        private final Peer peer;
        private final List<PeerServer> servers;
        private final List<Seat> seats = new ArrayList<>();
        private int at;

        private Servers(Peer peer) throws Exception {
            this.peer = peer;
            servers = List.of(peer.open("lobby"), peer.open("arena"));
            for (int i = 0; i < (peer.isWaiting() ? LANES : 1); i++) {
                seats.add(servers.get(0).join(Peer.key(i)).orElseThrow());
            }
        }

        /** About so many hops, and as many of each player. */
        private List<Long> hop(int hops) throws Exception {
            List<Long> nanos = new ArrayList<>();
            int each = peer.isWaiting() ? Math.max(1, hops / 5 / seats.size()) : hops;
            for (int i = 0; i < each; i++) {
                at = 1 - at;
                PeerServer to = servers.get(at);
                List<Future<Hop.Done>> all = new ArrayList<>();
                for (Seat seat : seats) {
                    seat.earn(1);
                    all.add(Hop.THREADS.submit(() -> Hop.run(peer, seat, to)));
                }
                for (int lane = 0; lane < all.size(); lane++) {
                    Hop.Done done = all.get(lane).get();
                    nanos.add(done.nanos());
                    seats.set(lane, done.seat());
                }
            }
            return nanos;
        }

        @Override
        public void close() {
            for (Seat seat : seats) {
                try {
                    seat.quit();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            servers.forEach(PeerServer::close);
        }
    }
}
