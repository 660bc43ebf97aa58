package dev.datasave.cli.demo;

import dev.datasave.cli.database.DatabaseRing;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Maltreats a ring while the players play, one node at a time: kills one (SIGKILL) and starts it again, then stops another (SIGSTOP) for 15 s. Once a minute, or
 * as often as the nodes find their way back.
 */
final class RingChaos implements Outage {
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Duration DOWN = Duration.ofSeconds(5);
    private static final Duration ROUND = Duration.ofSeconds(60);

    /** What waited for a node that is away may take a call's time-out longer, and then be done again. */
    private static final Duration LONGER = Duration.ofSeconds(10);

    private final DatabaseRing ring;
    private final SplittableRandom random;
    private final Duration length;
    private final long start = System.nanoTime();
    private volatile Counted counted = new Counted(0, 0, Duration.ZERO);

    /**
     * What was done to the ring.
     *
     * @param kills how often a node was killed and started again
     * @param stops how often one was stopped for {@link #STOP}
     * @param away for how long one was away, in all
     */
    private record Counted(int kills, int stops, Duration away) {}

    RingChaos(DatabaseRing ring, long seed, Duration length) {
        this.ring = ring;
        this.random = new SplittableRandom(seed);
        this.length = length;
    }

    @Override
    public Harm harm() {
        Counted done = counted;
        String line = String.format(
                Locale.ROOT,
                "a node of %d killed %d times, and stopped %d times for %d s; one was away for %.1f s in all",
                ring.nodes(),
                done.kills,
                done.stops,
                STOP.toSeconds(),
                done.away.toMillis() / 1000.0);
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("kills", (long) done.kills);
        figures.put("stops", (long) done.stops);
        figures.put("awayMs", done.away.toMillis());
        return new Harm("ring", line, figures, LONGER.multipliedBy(done.kills + done.stops));
    }

    @Override
    public Void call() throws IOException, InterruptedException {
        long rounds = Math.max(1, length.dividedBy(ROUND));
        Duration each = length.dividedBy(rounds);
        for (int round = 0; round < rounds && (round == 0 || since(start).compareTo(length) < 0); round++) {
            sleepUntil(each.multipliedBy(round).plus(each.dividedBy(8)));
            int first = random.nextInt(ring.nodes());
            int second = (first + 1 + random.nextInt(ring.nodes() - 1)) % ring.nodes();
            kill(first + 1);
            sleepUntil(each.multipliedBy(round).plus(each.dividedBy(2)));
            stop(second + 1);
        }
        return null;
    }

    private void kill(int node) throws IOException, InterruptedException {
        long down = System.nanoTime();
        ring.kill(node);
        TimeUnit.NANOSECONDS.sleep(DOWN.toNanos());
        ring.startAgain(node);
        counted = new Counted(counted.kills + 1, counted.stops, counted.away.plus(since(down)));
    }

    private void stop(int node) throws IOException, InterruptedException {
        long down = System.nanoTime();
        ring.freeze(node);
        TimeUnit.NANOSECONDS.sleep(STOP.toNanos());
        ring.thaw(node);
        counted = new Counted(counted.kills, counted.stops + 1, counted.away.plus(since(down)));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private void sleepUntil(Duration moment) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, moment.minus(since(start)).toNanos()));
    }
}
