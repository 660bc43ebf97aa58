package dev.datasave.bench;

import dev.datasave.HistoryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the server has to do for loaded profiles that nobody touches, next to a game server without any. */
final class ServerIdle extends OnServer {
    private final int profiles;
    private final Duration settling;
    private final Duration watched;

    ServerIdle(String url, int profiles, Duration settling, Duration watched) {
        super(url);
        this.profiles = profiles;
        this.settling = settling;
        this.watched = watched;
    }

    @Override
    public String name() {
        return "idle";
    }

    /** Per minute. */
    private record Watched(double calls, double writes, double work) {}

    @Override
    List<Result> run() throws Exception {
        ServerTables tables = tables();
        tables.fill(1);
        Watched nothing = watch(tables, 0);
        ServerTables full = tables();
        full.fill(profiles);
        Watched many = watch(full, profiles);
        String what = String.format(Locale.ROOT, "%,d idle profiles: ", profiles);
        String product = tables.product();
        String unit = tables.isPostgres() ? "transactions/min" : "statements/min";
        return List.of(
                Result.of(product, what + "calls; raw: none loaded", nothing.calls, many.calls, "calls/min"),
                Result.of(product, what + "writes of profiles", 0, many.writes, "writes/min"),
                Result.of(product, what + "work of the server; raw: none loaded", nothing.work, many.work, unit));
    }

    private Watched watch(ServerTables tables, int count) throws Exception {
        try (Node<BenchData> node = Node.ofPlayers(tables.open(), "idle", HistoryPolicy.standard())) {
            node.load(count, RawSqlite::key);
            TimeUnit.NANOSECONDS.sleep(settling.toNanos());
            CountingStorage storage = node.storage();
            long calls = storage.readCalls().sum() + storage.writeCalls().sum();
            long writes = storage.profileWrites().sum();
            long work = tables.work();
            TimeUnit.NANOSECONDS.sleep(watched.toNanos());
            double minutes = watched.toMillis() / 60_000.0;
            return new Watched(
                    (storage.readCalls().sum() + storage.writeCalls().sum() - calls) / minutes,
                    (storage.profileWrites().sum() - writes) / minutes,
                    (tables.work() - work - 1) / minutes);
        }
    }
}
