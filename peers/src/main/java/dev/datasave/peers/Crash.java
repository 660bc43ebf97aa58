package dev.datasave.peers;

import dev.datasave.bench.Percentiles;
import dev.datasave.peers.PeerServer.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A server is killed (SIGKILL) while its players play, and they all come to another server at once: how long they are locked out, and how much play is
 * lost. A tenth of them were saved by the game just before, and had that confirmed. All peers at the same time, because they mostly wait.
 */
record Crash(Site site, Pace pace, List<Peer> peers, int players, int seconds) {

    private record Return(long money, long nanos) {}

    List<Figure> run() throws Exception {
        Figure p50 = Figure.lowest("locked out after a crash, p50", "s");
        Figure max = Figure.lowest("locked out after a crash, max", "s");
        Figure lost = Figure.lowest("play lost in the crash, mean", "s");
        Figure most = Figure.lowest("play lost in the crash, max", "s");
        Figure confirmed = Figure.lowest("confirmed saves lost in the crash", "");
        List<Callable<Void>> all = new ArrayList<>();
        for (Peer peer : peers) {
            all.add(() -> {
                List<Long> before = stored(peer);
                List<Return> returns = crash(peer);
                Percentiles times =
                        new Percentiles(returns.stream().map(Return::nanos).toList());
                p50.put(peer, times.millis(0.5) / 1e3);
                max.put(peer, times.millis(1) / 1e3);
                int saved = players / 10;
                List<Double> losses = new ArrayList<>();
                int gone = 0;
                for (int i = 0; i < players; i++) {
                    double missing = before.get(i) + seconds - returns.get(i).money();
                    if (i >= saved) {
                        losses.add(Math.max(0, missing));
                    } else if (missing > -1) {
                        gone++; // the confirmed save came after one second more
                    }
                }
                lost.put(
                        peer,
                        losses.stream().mapToDouble(each -> each).average().orElseThrow());
                most.put(peer, losses.stream().mapToDouble(each -> each).max().orElseThrow());
                confirmed.put(peer, gone);
                return null;
            });
        }
        ManyPlayers.all(all);
        return List.of(p50, max, lost, most, confirmed);
    }

    private List<Long> stored(Peer peer) throws Exception {
        List<Long> money = new ArrayList<>();
        for (int i = 0; i < players; i++) {
            money.add(peer.stored(Peer.key(i)));
        }
        return money;
    }

    private List<Return> crash(Peer peer) throws Exception {
        try (PeerServer next = peer.open("refuge");
                GameProcess doomed = new GameProcess(peer, site, pace, players)) {
            doomed.ask("play " + seconds);
            doomed.ask("save " + players / 10);
            doomed.kill();
            long start = System.nanoTime();
            List<Callable<Return>> joins = new ArrayList<>();
            List<Seat> seats = new ArrayList<>();
            for (int i = 0; i < players; i++) {
                String key = Peer.key(i);
                joins.add(() -> {
                    Seat seat = next.join(key).orElseThrow();
                    long nanos = System.nanoTime() - start;
                    synchronized (seats) {
                        seats.add(seat);
                    }
                    return new Return(seat.money(), nanos);
                });
            }
            List<Return> returns = ManyPlayers.all(joins);
            ManyPlayers.quit(seats);
            return returns;
        }
    }
}
