package dev.datasave.tck;

import dev.datasave.ProfileOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two minutes in the life of a network, in virtual time: players hop over servers that die, stand still and lose replies; then the
 * faults end, everything must come to rest, and a {@link Checker} looks at what happened. A seed gives the same run every time. About one
 * seed in four is calm, some lose every signal, some have their storage set back.
 */
public final class Simulation {
    private static final Duration CHAOS = Duration.ofMinutes(2);
    private static final Duration REST = Duration.ofSeconds(130);
    private static final Duration AFTERMATH = Duration.ofSeconds(65);

    private final long seed;
    private final VirtualNetwork network;
    private final RandomGenerator random;
    private final Faults faults;
    private final Fleet fleet;

    private Simulation(long seed, VirtualNetwork network) {
        this.seed = seed;
        this.network = network;
        this.random = network.random();
        this.faults = faults(seed, random);
        ProfileOptions<Score> options =
                ProfileOptions.<Score>defaults().autosave(Duration.ofMillis(random.nextLong(1_000, 31_000)));
        boolean homely = random.nextInt(3) == 0;
        this.fleet = new Fleet(
                network,
                faults,
                random.nextInt(2, 6),
                homely,
                random.nextBoolean() ? options.codec(Score.codec()) : options,
                List.of(Fleet.Spools.NONE, Fleet.Spools.OWN, Fleet.Spools.SHARED)
                        .get(random.nextInt(3)));
    }

    private static Faults faults(long seed, RandomGenerator random) {
        Faults storm = Faults.storm(random);
        return switch ((int) Math.floorMod(seed, 16L)) {
            case 0, 4, 8, 12 -> Faults.calm();
            case 2 -> Faults.calm().withoutSignals();
            case 6 -> storm.withSetBacks(0.7);
            case 10 -> storm.withoutSignals();
            default -> storm;
        };
    }

    /** Runs one seed. */
    public static Result run(long seed) {
        try (VirtualNetwork network = new VirtualNetwork(seed)) {
            return new Simulation(seed, network).run();
        }
    }

    /**
     * Runs all seeds of a range, on all processors.
     *
     * @param from the first
     * @param to the last
     * @param done told of each that is done; called from several threads, one at a time
     * @return the results of those with a violation, by seed
     */
    public static List<Result> runMany(long from, long to, Consumer<Result> done) {
        Object oneAtATime = new Object();
        return LongStream.rangeClosed(from, to)
                .parallel()
                .mapToObj(Simulation::run)
                .peek(result -> {
                    synchronized (oneAtATime) {
                        done.accept(result);
                    }
                })
                .filter(result -> !result.isClean())
                .collect(Collectors.toList());
    }

    private Result run() {
        try {
            play();
        } catch (AssertionError | RuntimeException broken) {
            return result(List.of(new Violation(network.now(), "END", Optional.empty(), "" + broken)), broken);
        }
        return result(List.of(), null);
    }

    private void play() {
        network.faults(faults);
        fleet.start();
        int players = random.nextInt(1, 7);
        for (int i = 1; i <= players; i++) {
            Player player = new Player("p" + i, random, fleet::any, fleet::runs);
            later(player, random.nextLong(100, 4_000));
        }
        network.advance(CHAOS);
        fleet.rest();
        network.advance(REST);
        fleet.demandAnswers();
        fleet.close();
        fleet.emptySpools();
        network.advance(AFTERMATH);
        fleet.demandAnswers();
        fleet.demandSilence();
    }

    private void later(Player player, long paceMillis) {
        network.schedule(Duration.ofMillis(random.nextLong(1, 2 * paceMillis)), () -> {
            if (network.now().compareTo(CHAOS) < 0) {
                player.act();
                later(player, paceMillis);
            }
        });
    }

    private Result result(List<Violation> broken, @Nullable Throwable cause) {
        Checker.Report report = Checker.check(network.journal());
        List<Violation> violations =
                Stream.concat(report.violations().stream(), broken.stream()).toList();
        String trace = violations.isEmpty() ? "" : Trace.of(network.journal(), violations.get(0));
        if (cause != null) {
            StringWriter text = new StringWriter();
            cause.printStackTrace(new PrintWriter(text));
            trace += "\n" + text;
        }
        return new Result(seed, faults, violations, report.counts(), network.now(), trace);
    }

    /**
     * What a run showed.
     *
     * @param seed which run
     * @param faults what went wrong in it, on purpose
     * @param violations what must not have happened, in order
     * @param counts how much happened
     * @param simulated the virtual time
     * @param trace the last steps that concern the first violation; empty if there is none
     */
    public record Result(
            long seed,
            Faults faults,
            List<Violation> violations,
            Map<Count, Integer> counts,
            Duration simulated,
            String trace) {

        /** True if nothing is wrong. */
        public boolean isClean() {
            return violations.isEmpty();
        }

        @Override
        public String toString() {
            String what = isClean()
                    ? "clean"
                    : violations.stream()
                            .map(violation ->
                                    Trace.time(violation.at()) + " " + violation.rule() + " " + violation.message())
                            .collect(Collectors.joining("\n"));
            return "seed " + seed + ": " + what + "\n" + counts + "\n" + faults + (isClean() ? "" : "\n" + trace);
        }
    }
}
