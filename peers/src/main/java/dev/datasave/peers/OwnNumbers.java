package dev.datasave.peers;

import dev.datasave.HistoryPolicy;
import dev.datasave.bench.Percentiles;
import dev.datasave.jdbc.SqlOptions;
import dev.datasave.jdbc.SqlStorage;
import dev.datasave.peers.PeerServer.Seat;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * DataSave's own goals on PostgreSQL.
 *
 * @param idle how many idle profiles
 * @param storm how many joins at once
 * @param released how many profiles are released at once
 * @param stored how many stored profiles are compared with 1,000
 */
record OwnNumbers(Site site, Pace pace, int rounds, int idle, int storm, int released, int stored, int idleSeconds) {
    private static final int PER_ROUND = 100;

    List<OwnFigure> run() throws Exception {
        List<OwnFigure> all = new ArrayList<>();
        all.add(handovers());
        all.addAll(idling());
        all.add(loginStorm());
        all.add(releases());
        all.add(fewAndMany());
        return List.copyOf(all);
    }

    private WithDataSave schema(String name) {
        return new WithDataSave(site, name, HistoryPolicy.standard(), pace);
    }

    private OwnFigure handovers() throws Exception {
        WithDataSave ours = schema("handover");
        ours.prepare(1);
        BareJdbc bare = new BareJdbc(site, false);
        bare.prepare(1);
        List<Long> updates = new ArrayList<>();
        List<Long> signals = new ArrayList<>();
        List<Long> hops = new ArrayList<>();
        try (PeerServer raw = bare.open("raw");
                Storage storage =
                        SqlStorage.open(site.url("probe"), SqlOptions.defaults().schema("probe"));
                PeerServer here = ours.open("here");
                PeerServer there = ours.open("there")) {
            Seat row = raw.join(Peer.key(0)).orElseThrow();
            Seat seat = here.join(Peer.key(0)).orElseThrow();
            for (int round = -rounds; round < rounds; round++) {
                for (int i = 0; i < PER_ROUND; i++) {
                    row.earn(1);
                    long start = System.nanoTime();
                    if (!row.save()) {
                        throw new IllegalStateException("raw update: found it refused");
                    }
                    note(round, updates, start);
                }
                signal(round, storage.signals(), signals);
                for (int i = 0; i < PER_ROUND; i++) {
                    seat.earn(1);
                    long start = System.nanoTime();
                    seat = (i % 2 == 0 ? there : here).join(Peer.key(0)).orElseThrow();
                    note(round, hops, start);
                }
            }
        }
        return handover(updates, signals, hops);
    }

    private static OwnFigure handover(List<Long> updates, List<Long> signals, List<Long> hops) {
        double update = new Percentiles(updates).millis(0.5);
        double signal = new Percentiles(signals).millis(0.5);
        return new OwnFigure(
                String.format(
                        java.util.Locale.ROOT,
                        "handover p50; against 4 updates of %.2f ms and 2 signals of %.2f ms",
                        update,
                        signal),
                "ms",
                4 * update + 2 * signal,
                new Percentiles(hops).millis(0.5),
                "at most 1 ×",
                new Percentiles(hops).millis(0.5) <= 4 * update + 2 * signal);
    }

    private static void note(int round, List<Long> nanos, long start) {
        if (round >= 0) {
            nanos.add(System.nanoTime() - start);
        }
    }

    private static void signal(int round, Signals signals, List<Long> nanos) throws InterruptedException {
        Semaphore heard = new Semaphore(0);
        Signals.Subscription listening = signals.listen("probe", heard::release);
        try (listening) {
            for (int i = 0; i < PER_ROUND; i++) {
                long start = System.nanoTime();
                signals.send("probe");
                if (heard.tryAcquire(1, TimeUnit.SECONDS)) {
                    note(round, nanos, start);
                }
            }
        }
    }

    private List<OwnFigure> idling() throws Exception {
        WithDataSave ours = schema("idle");
        ours.prepare(0);
        double nothing = statementsPerMinute(ours, 0);
        double many = statementsPerMinute(ours, idle);
        String metric = String.format(
                java.util.Locale.ROOT, "statements per minute of %,d idle profiles; against none loaded", idle);
        return List.of(OwnFigure.atMost(metric, "", Math.max(1, nothing), many, 1.1));
    }

    private double statementsPerMinute(WithDataSave ours, int profiles) throws Exception {
        try (WithDataSave.Server server = ours.open("idle")) {
            load(server, profiles);
            TimeUnit.SECONDS.sleep(pace.isQuick() ? 1 : 15); // the work that loading has left behind
            Traffic.Count before = ours.traffic().count();
            TimeUnit.SECONDS.sleep(idleSeconds);
            return ours.traffic().count().since(before).statements() * 60.0 / idleSeconds;
        }
    }

    private static List<Seat> load(WithDataSave.Server server, int profiles) {
        List<Seat> seats = new ArrayList<>();
        for (int first = 0; first < profiles; first += 1000) {
            List<CompletableFuture<Optional<Seat>>> loads = new ArrayList<>();
            for (int i = first; i < Math.min(profiles, first + 1000); i++) {
                loads.add(server.joinAsync(Peer.key(i)));
            }
            loads.forEach(load -> seats.add(load.join().orElseThrow()));
        }
        return seats;
    }

    private OwnFigure loginStorm() throws Exception {
        WithDataSave ours = schema("storm");
        ours.prepare(storm);
        List<Double> seconds = new ArrayList<>();
        for (int round = -1; round < rounds; round++) {
            try (WithDataSave.Server server = ours.open("storm")) {
                long start = System.nanoTime();
                List<CompletableFuture<Optional<Seat>>> loads = new ArrayList<>();
                for (int i = 0; i < storm; i++) {
                    loads.add(server.joinAsync(Peer.key(i)));
                }
                for (CompletableFuture<Optional<Seat>> load : loads) {
                    if (load.join().isEmpty()) {
                        throw new IllegalStateException("joins: found one refused");
                    }
                }
                if (round >= 0) {
                    seconds.add((System.nanoTime() - start) / 1e9);
                }
            }
        }
        String metric = String.format(java.util.Locale.ROOT, "%,d joins at once", storm);
        return OwnFigure.atMost(metric, "s", Percentiles.median(seconds), 2);
    }

    private OwnFigure releases() throws Exception {
        WithDataSave ours = schema("released");
        ours.prepare(released);
        List<Double> seconds = new ArrayList<>();
        for (int round = -1; round < Math.min(rounds, 3); round++) {
            try (WithDataSave.Server server = ours.open("released")) {
                load(server, released).forEach(seat -> seat.earn(1));
                long start = System.nanoTime();
                if (!server.dataSave().closeAsync().join().isClean()) {
                    throw new IllegalStateException("releases: found some not saved");
                }
                if (round >= 0) {
                    seconds.add((System.nanoTime() - start) / 1e9);
                }
            }
        }
        String metric = String.format(java.util.Locale.ROOT, "%,d changed profiles released at closing", released);
        return OwnFigure.atMost(metric, "s", Percentiles.median(seconds), 5);
    }

    private OwnFigure fewAndMany() throws Exception {
        int few = Math.min(1000, stored);
        WithDataSave small = schema("few");
        WithDataSave large = schema("many");
        small.prepare(few);
        large.prepare(stored);
        List<Double> fewMicros = new ArrayList<>();
        List<Double> manyMicros = new ArrayList<>();
        try (WithDataSave.Server a = small.open("few");
                WithDataSave.Server b = large.open("many")) {
            List<Seat> inFew = load(a, few);
            List<Seat> inMany = new ArrayList<>();
            for (int i = 0; i < few; i++) {
                inMany.add(b.join(Peer.key(i * (stored / few))).orElseThrow());
            }
            for (int round = -3; round < 3 * rounds; round++) {
                double fewSeconds = save(a, inFew);
                double manySeconds = save(b, inMany);
                if (round >= 0) {
                    fewMicros.add(fewSeconds * 1e6 / few);
                    manyMicros.add(manySeconds * 1e6 / few);
                }
            }
        }
        String metric =
                String.format(java.util.Locale.ROOT, "a save at %,d stored profiles; against one at %,d", stored, few);
        return OwnFigure.atMost(metric, "us", Percentiles.median(fewMicros), Percentiles.median(manyMicros), 1.2);
    }

    private static double save(WithDataSave.Server server, List<Seat> seats) {
        long start = System.nanoTime();
        seats.forEach(seat -> seat.earn(1));
        if (server.saveAll(seats) != seats.size()) {
            throw new IllegalStateException("saves: found some not confirmed");
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
