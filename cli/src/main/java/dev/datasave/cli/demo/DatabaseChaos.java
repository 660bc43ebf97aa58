package dev.datasave.cli.demo;

import dev.datasave.cli.database.DatabaseServer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Maltreats the database while the players play, once a minute: cuts its connections one by one, kills it (SIGKILL) and starts it again, stops it (SIGSTOP) for
 * longer than a lease, and restarts it in order.
 */
final class DatabaseChaos implements Outage {
    /** How long the database is stopped. */
    static final Duration STOP = Duration.ofSeconds(15);

    /** How long the servers may need to find their way back after an outage. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final Duration DOWN = Duration.ofSeconds(2);
    private static final int CUTS = 50;
    private static final long CUT_MILLIS = 100;

    private final DatabaseServer server;
    private final Duration length;
    private final long start = System.nanoTime();
    private volatile Counted counted = new Counted(0, 0, 0, 0, Duration.ZERO);

    /**
     * What was done to the database.
     *
     * @param kills how often it was killed and started again
     * @param stops how often it was stopped for {@link #STOP}
     * @param restarts how often it was restarted in order
     * @param cuts how many connections were cut
     * @param away for how long it did not answer, in all
     */
    private record Counted(int kills, int stops, int restarts, int cuts, Duration away) {
        private Counted plus(int moreKills, int moreStops, int moreRestarts, Duration moreAway) {
            return new Counted(
                    kills + moreKills, stops + moreStops, restarts + moreRestarts, cuts, away.plus(moreAway));
        }

        private Counted cut(int more) {
            return new Counted(kills, stops, restarts, cuts + more, away);
        }
    }

    DatabaseChaos(DatabaseServer server, Duration length) {
        this.server = server;
        this.length = length;
    }

    @Override
    public Harm harm() {
        Counted done = counted;
        String line = String.format(
                Locale.ROOT,
                "%d killed, %d stopped for %d s, %d restarted, %d connections cut; away for %.1f s in all",
                done.kills,
                done.stops,
                STOP.toSeconds(),
                done.restarts,
                done.cuts,
                done.away.toMillis() / 1000.0);
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("kills", (long) done.kills);
        figures.put("stops", (long) done.stops);
        figures.put("restarts", (long) done.restarts);
        figures.put("cutConnections", (long) done.cuts);
        figures.put("awayMs", done.away.toMillis());
        Duration patience = done.away.plus(RECOVERY.multipliedBy(done.kills + done.stops + done.restarts));
        return new Harm("database", line, figures, patience);
    }

    @Override
    public Void call() throws IOException, InterruptedException, SQLException {
        long rounds = Math.max(1, length.dividedBy(ROUND));
        Duration each = length.dividedBy(rounds);
        for (int round = 0; round < rounds; round++) {
            Duration begin = each.multipliedBy(round);
            sleepUntil(begin.plus(each.multipliedBy(8).dividedBy(100)));
            cut();
            sleepUntil(begin.plus(each.multipliedBy(25).dividedBy(100)));
            long down = System.nanoTime();
            server.kill();
            TimeUnit.NANOSECONDS.sleep(DOWN.toNanos());
            server.startAgain();
            counted = counted.plus(1, 0, 0, since(down));
            sleepUntil(begin.plus(each.multipliedBy(42).dividedBy(100)));
            down = System.nanoTime();
            server.freeze();
            TimeUnit.NANOSECONDS.sleep(STOP.toNanos());
            server.thaw();
            counted = counted.plus(0, 1, 0, since(down));
            sleepUntil(begin.plus(each.multipliedBy(82).dividedBy(100)));
            down = System.nanoTime();
            server.restart();
            counted = counted.plus(0, 0, 1, since(down));
        }
        return null;
    }

    private void cut() throws InterruptedException, SQLException {
        for (int i = 0; i < CUTS; i++) {
            counted = counted.cut(server.cutOne());
            TimeUnit.MILLISECONDS.sleep(CUT_MILLIS);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private void sleepUntil(Duration moment) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, moment.minus(since(start)).toNanos()));
    }
}
