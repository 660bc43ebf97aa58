package dev.datasave.peers;

import dev.datasave.peers.PeerServer.Seat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hops as networks see them on a bad day. In each, the player is on one server, gets or drops some items, and goes to the next. In a fifth of them the quit
 * comes late, by up to 2 s, as on a server that lags. In another fifth the player comes to two servers at once, as after a lost connection. Afterwards the
 * stored items are compared with those that the player saw come and go. A last part is a server that is stopped (SIGSTOP) until all its players have gone
 * elsewhere, and then saves them.
 */
record HostileHops(Site site, Pace pace, List<Peer> peers, int hops, int stale, long seed) {
    private static final int LANES = 200;
    private static final int MOST_LATE_MILLIS = 2000;
    private static final int MOST_PLAY_MILLIS = 200;

    List<Figure> run() throws Exception {
        Map<Peer, Items> items = new HashMap<>();
        List<Callable<Void>> all = new ArrayList<>();
        for (Peer peer : peers) {
            Items books = new Items();
            items.put(peer, books);
            all.add(() -> hop(peer, books));
        }
        if (pace.isQuick()) {
            ManyPlayers.all(all);
        } else {
            for (Callable<Void> each : all) {
                each.call();
            }
        }
        all.clear();
        items.forEach((peer, books) -> all.add(() -> stop(peer, books)));
        ManyPlayers.all(all);
        String of = String.format(java.util.Locale.ROOT, " in %,d hostile hops", hops + stale);
        Figure doubled = Figure.lowest("items doubled" + of, "");
        Figure lost = Figure.lowest("items lost" + of, "");
        Figure refused = Figure.lowest("joins refused" + of, "");
        items.forEach((peer, books) -> {
            if (peer instanceof WithDataSave) {
                books.differences().forEach(story -> System.err.println("DataSave: " + story));
            }
            doubled.put(peer, (double) books.doubled().sum());
            lost.put(peer, (double) books.lost().sum());
            refused.put(peer, (double) books.refused().sum());
        });
        return List.of(doubled, lost, refused);
    }

    private Void hop(Peer peer, Items items) throws Exception {
        int lanes = Math.min(LANES, hops);
        List<PeerServer> servers = List.of(peer.open("lobby"), peer.open("arena"), peer.open("mine"));
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int lane = 0; lane < lanes; lane++) {
                Lane of = new Lane(peer, items, servers, Peer.key(lane), new SplittableRandom(seed + lane));
                int count = hops / lanes + (lane < hops % lanes ? 1 : 0);
                all.add(() -> of.run(count));
            }
            List<Future<Void>> begun = all.stream().map(Hop.THREADS::submit).toList();
            for (Future<Void> each : begun) {
                each.get();
            }
            return null;
        } finally {
            servers.forEach(PeerServer::close);
        }
    }

    /** One player. */
    private record Lane(Peer peer, Items items, List<PeerServer> servers, String key, SplittableRandom random) {
        private Void run(int hops) throws Exception {
            long money = peer.stored(key);
            for (int hop = 0; hop < hops; hop++) {
                AtomicLong expected = new AtomicLong(money);
                Queue<String> story = new ConcurrentLinkedQueue<>();
                story.add(key + " had " + money);
                hop(expected, story);
                money = peer.stored(key);
                items.compare(expected.get(), money, story);
            }
            return null;
        }

        private void hop(AtomicLong expected, Queue<String> story) throws Exception {
            int kind = random.nextInt(5);
            int from = random.nextInt(servers.size());
            Optional<Seat> first = servers.get(from).join(key);
            if (first.isEmpty()) {
                items.refused().increment();
                return;
            }
            play("first", first.get(), expected, random.nextInt(-5, 6), story);
            int late = kind == 0 ? random.nextInt(MOST_LATE_MILLIS) : 0;
            List<Future<Void>> all = new ArrayList<>();
            all.add(Hop.THREADS.submit(() -> {
                Thread.sleep(late);
                boolean isSaved = first.get().quit();
                story.add("first quits after " + late + " ms, saved " + isSaved);
                return null;
            }));
            for (int other = 1; other <= (kind == 1 ? 2 : 1); other++) {
                PeerServer next = servers.get((from + other) % servers.size());
                int amount = random.nextInt(-5, 6);
                int millis = random.nextInt(MOST_PLAY_MILLIS);
                all.add(Hop.THREADS.submit(() -> visit(next, expected, amount, millis, story)));
            }
            for (Future<Void> each : all) {
                each.get();
            }
        }

        private Void visit(PeerServer server, AtomicLong expected, int amount, int millis, Queue<String> story)
                throws Exception {
            Optional<Seat> seat = server.join(key);
            if (seat.isEmpty()) {
                items.refused().increment();
                story.add("a join refused");
                return null;
            }
            Thread.sleep(millis);
            play("next", seat.get(), expected, amount, story);
            story.add("next quits, saved " + seat.get().quit());
            return null;
        }

        private static void play(String who, Seat seat, AtomicLong expected, int amount, Queue<String> story) {
            long money = seat.money();
            boolean isAllowed = seat.earn(amount);
            if (isAllowed) {
                expected.addAndGet(amount);
            }
            story.add(who + " has " + money + (isAllowed ? ", gets " : ", is refused ") + amount);
        }
    }

    private Void stop(Peer peer, Items items) throws Exception {
        List<Long> expected = new ArrayList<>();
        try (PeerServer next = peer.open("refuge");
                GameProcess stale = new GameProcess(peer, site, pace, this.stale)) {
            stale.ask("save " + this.stale);
            for (int i = 0; i < this.stale; i++) {
                expected.add(peer.stored(Peer.key(i)));
            }
            stale.stop();
            List<Seat> seats = ManyPlayers.join(next, this.stale);
            for (int i = 0; i < this.stale; i++) {
                if (seats.get(i).earn(10) && seats.get(i).save()) {
                    expected.set(i, expected.get(i) + 10);
                }
            }
            stale.resume();
            String late = stale.ask("leave");
            List<Boolean> unused = ManyPlayers.quit(seats);
            for (int i = 0; i < this.stale; i++) {
                boolean isLateConfirmed = late.charAt(i) == '1';
                items.compare(
                        expected.get(i) + (isLateConfirmed ? 1 : 0),
                        peer.stored(Peer.key(i)),
                        List.of("stopped server; late save confirmed " + isLateConfirmed));
            }
            return null;
        }
    }
}
