package dev.datasave.cli.demo;

import dev.datasave.cli.database.Cable;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Maltreats the network between servers and database while the players play, once a minute: cuts a server off for 5 s and for longer than its lease, then for
 * 5 s in each direction alone, and in the end lets everything take 50 ms longer and loses 5 packets in 100. In a run of four minutes or more, it cuts a
 * server off for 90 s at the end, which is longer than a suspended profile is kept.
 */
final class NetworkChaos implements Outage {
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Duration BEYOND_GRACE = Duration.ofSeconds(90);
    private static final Duration LONG_RUN = Duration.ofMinutes(4);
    private static final Duration OF_ITS_END = Duration.ofMinutes(2);
    /** How long a server may need to find its way back. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private static final Cable.Weather BAD = new Cable.Weather(Duration.ofMillis(50), 5);

    private final Processes fleet;
    private final Cables cables;
    private final SplittableRandom random;
    private final Duration length;
    private final long start = System.nanoTime();
    private volatile Counted counted = new Counted(0, 0, 0, Duration.ZERO);

    /**
     * What was done to the network.
     *
     * @param cuts how often a server was cut off from the database, for less than its lease or longer
     * @param oneWay how often that was so in one direction only
     * @param storms how often everything was slow and lossy
     * @param away for how long some server was cut off, in all
     */
    private record Counted(int cuts, int oneWay, int storms, Duration away) {
        private Counted cut(Duration duration) {
            return new Counted(cuts + 1, oneWay, storms, away.plus(duration));
        }

        private Counted cutOneWay(Duration duration) {
            return new Counted(cuts, oneWay + 1, storms, away.plus(duration));
        }

        private Counted storm() {
            return new Counted(cuts, oneWay, storms + 1, away);
        }
    }

    NetworkChaos(Processes fleet, Cables cables, long seed, Duration length) {
        this.fleet = fleet;
        this.cables = cables;
        this.random = new SplittableRandom(seed);
        this.length = length;
    }

    @Override
    public Harm harm() {
        Counted done = counted;
        String line = String.format(
                Locale.ROOT,
                "a server cut off %d times, and %d times in one direction, for %d s in all; %d times slow and lossy",
                done.cuts,
                done.oneWay,
                done.away.toSeconds(),
                done.storms);
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("cuts", (long) done.cuts);
        figures.put("cutsOneWay", (long) done.oneWay);
        figures.put("storms", (long) done.storms);
        figures.put("awayMs", done.away.toMillis());
        return new Harm("network", line, figures, done.away.plus(RECOVERY.multipliedBy(done.cuts + done.oneWay)));
    }

    @Override
    public Void call() throws InterruptedException {
        boolean isLong = length.compareTo(LONG_RUN) >= 0;
        Duration before = isLong ? length.minus(OF_ITS_END) : length;
        long rounds = Math.max(1, before.dividedBy(ROUND));
        Duration each = before.dividedBy(rounds);
        for (int round = 0; round < rounds; round++) {
            Duration begin = each.multipliedBy(round);
            sleepUntil(begin.plus(part(each, 8)));
            cutOff(EnumSet.allOf(Cable.Way.class), SHORT);
            counted = counted.cut(SHORT);
            sleepUntil(begin.plus(part(each, 20)));
            cutOff(EnumSet.allOf(Cable.Way.class), LONG);
            counted = counted.cut(LONG);
            int percent = 52;
            for (Cable.Way way : Cable.Way.values()) {
                sleepUntil(begin.plus(part(each, percent)));
                cutOff(Set.of(way), SHORT);
                counted = counted.cutOneWay(SHORT);
                percent += 14;
            }
            sleepUntil(begin.plus(part(each, 78)));
            cables.weather(BAD);
            counted = counted.storm();
            sleepUntil(begin.plus(part(each, 98)));
            cables.weather(Cable.Weather.CLEAR);
        }
        if (isLong) {
            cutOff(EnumSet.allOf(Cable.Way.class), BEYOND_GRACE);
            counted = counted.cut(BEYOND_GRACE);
        }
        return null;
    }

    private static Duration part(Duration whole, int hundredths) {
        return whole.multipliedBy(hundredths).dividedBy(100);
    }

    private void cutOff(Set<Cable.Way> ways, Duration duration) throws InterruptedException {
        List<ServerProcess> running = fleet.running();
        String victim = running.isEmpty()
                ? ""
                : running.get(random.nextInt(running.size())).label();
        cables.cut(victim, ways);
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        cables.cut(victim, Set.of());
    }

    private void sleepUntil(Duration moment) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(moment.minusNanos(System.nanoTime() - start).toNanos());
    }
}
