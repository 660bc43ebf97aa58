package dev.datasave.bench;

import dev.datasave.HistoryPolicy;
import dev.datasave.spi.Signals;
import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A profile that goes back and forth between this process and another one, with pauses, so that no hop begins in step with a look for signals. Raw is a
 * conditional update that survives a power cut, and one look at it by another connection. MariaDB and MySQL are measured by polling, and again with datagrams.
 */
final class ServerHandover extends OnServer {
    private static final int LONGEST_PAUSE_MILLIS = 50;

    private final int warmUp;
    private final int rounds;
    private final int warmUpOfLater;

    ServerHandover(String url, int warmUp, int rounds, int warmUpOfLater) {
        super(url);
        this.warmUp = warmUp;
        this.rounds = rounds;
        this.warmUpOfLater = warmUpOfLater;
    }

    @Override
    public String name() {
        return "handover";
    }

    @Override
    List<Result> run() throws Exception {
        List<Result> results = new ArrayList<>();
        ServerTables first = tables();
        first.fill(1);
        Percentiles raw = raw(first, true);
        if (first.isPostgres()) {
            Ours ours = ours(first);
            add(results, first, "by NOTIFY", raw, ours);
            double steps =
                    4 * raw(first, false).millis(0.5) + 2 * signals(first).millis(0.5);
            results.add(inSteps(first, "", steps, ours.early()));
            results.add(inSteps(first, later(), steps, ours.late()));
        } else {
            add(results, first, "by polling", raw, ours(first));
            ServerTables second = tables(Optional.of("127.0.0.1:0"));
            second.fill(1);
            add(results, second, "by datagrams", raw, ours(second));
        }
        return results;
    }

    /** Handovers between two processes that have just begun, and those when they have run for a while, as game servers do. */
    private record Ours(Percentiles early, Percentiles late) {}

    private String later() {
        return " after " + warmUpOfLater;
    }

    private static Result inSteps(ServerTables on, String when, double steps, Percentiles ours) {
        return Result.of(
                on.product(),
                "handover by NOTIFY" + when + ", p50; raw: 4 updates and 2 signals",
                steps,
                ours.millis(0.5),
                "ms");
    }

    private void add(List<Result> results, ServerTables on, String how, Percentiles raw, Ours ours) {
        add(results, on, "handover " + how + ", ", raw, ours.early());
        add(results, on, "handover " + how + later() + ", ", raw, ours.late());
    }

    private static void add(List<Result> results, ServerTables on, String what, Percentiles raw, Percentiles ours) {
        for (double share : new double[] {0.5, 0.99, 1}) {
            String which = share == 1 ? "max" : "p" + Math.round(100 * share);
            results.add(Result.of(
                    on.product(), what + which + "; raw: update + read", raw.millis(share), ours.millis(share), "ms"));
        }
    }

    private Percentiles raw(ServerTables like, boolean reads) throws Exception {
        ServerTables tables = tables();
        tables.fill(1);
        String select = "SELECT revision, value FROM " + like.table("entry").replace(like.schema(), tables.schema())
                + " WHERE store = ? AND " + (like.isPostgres() ? "key" : "`key`") + " = ?";
        List<Long> nanos = new ArrayList<>();
        try (RawServer raw = RawServer.of(tables, 1, 2)) {
            for (int round = -warmUp; round < rounds; round++) {
                long start = System.nanoTime();
                raw.updateFirst();
                if (reads) {
                    raw.readFirst(select);
                }
                if (round >= 0) {
                    nanos.add(System.nanoTime() - start);
                }
            }
        }
        return new Percentiles(nanos);
    }

    private Ours ours(ServerTables tables) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        List<Long> nanos = new ArrayList<>();
        try (Node<BenchData> node = Node.ofPlayers(tables.open(), "here", HistoryPolicy.standard());
                OtherEnd other = OtherEnd.onServer(tables)) {
            while (nanos.size() < warmUpOfLater + rounds) {
                if (nanos.size() < warmUp + rounds || nanos.size() >= warmUpOfLater) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                }
                nanos.add(
                        nanos.size() % 2 == 0 ? HandoverBenchmark.timedLoad(node) : Long.parseLong(other.ask("load")));
            }
        }
        return new Ours(
                new Percentiles(nanos.subList(warmUp, warmUp + rounds)),
                new Percentiles(nanos.subList(nanos.size() - rounds, nanos.size())));
    }

    /** From sending a signal until the same storage hears it. */
    private Percentiles signals(ServerTables tables) throws InterruptedException {
        List<Long> nanos = new ArrayList<>();
        Semaphore heard = new Semaphore(0);
        try (Storage storage = tables.open()) {
            Signals.Subscription listening = storage.signals().listen("bench", heard::release);
            try (listening) {
                for (int round = -warmUp; round < rounds; round++) {
                    heard.drainPermits();
                    long start = System.nanoTime();
                    storage.signals().send("bench");
                    if (heard.tryAcquire(1, TimeUnit.SECONDS) && round >= 0) {
                        nanos.add(System.nanoTime() - start);
                    }
                }
            }
        }
        return new Percentiles(nanos);
    }
}
