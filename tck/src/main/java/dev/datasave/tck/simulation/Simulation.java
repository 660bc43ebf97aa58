package dev.datasave.tck.simulation;

import dev.datasave.LoadOptions;
import dev.datasave.ProfileOptions;
import dev.datasave.WhenHeld;
import dev.datasave.spi.EntryId;
import dev.datasave.tck.checker.Checker;
import dev.datasave.tck.checker.Count;
import dev.datasave.tck.checker.Trace;
import dev.datasave.tck.checker.Violation;
import dev.datasave.tck.network.Faults;
import dev.datasave.tck.network.Journal;
import dev.datasave.tck.network.VirtualNetwork;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
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
 * Two minutes in the life of a network, in virtual time. Players hop between servers that die, stand still and lose replies; they trade, send each
 * other gifts, and buy; an operator edits them, rolls them back, removes them, and erases people; in some runs the game's code misbehaves. Then the faults end, everything must come to rest,
 * and a {@link Checker} looks at what happened. A seed gives the same run every time. About one seed in four is calm, some lose every signal, some
 * have their storage set back.
 */
public final class Simulation {
    private static final Duration REST = Duration.ofSeconds(130);
    private static final Duration HARVEST = Duration.ofSeconds(20);
    private static final Duration AFTERMATH = Duration.ofSeconds(65);

    private final Plan plan;
    private final VirtualNetwork network;
    private final RandomGenerator random;
    private final Fleet fleet;
    private final Mishaps mishaps;
    private final Crowd crowd;
    private final Admin operator;
    private final Mischief mischief;
    private final Mover mover;
    private final List<Done> done = new ArrayList<>();

    /** A step, and a description of its outcome. */
    private record Done(Step step, String what) {
        @Override
        public String toString() {
            return step + " " + what;
        }
    }

    private Simulation(Plan plan, VirtualNetwork network) {
        this.plan = plan;
        this.network = network;
        this.random = network.random();
        ProfileOptions<Score> options =
                ProfileOptions.<Score>defaults().autosave(Duration.ofMillis(random.nextLong(1_000, 31_000)));
        GameServer.Settings settings = new GameServer.Settings(
                random.nextInt(3) == 0 || plan.isUnruly(),
                plan.isUnruly(),
                random.nextBoolean() ? options.codec(Score.codec()) : options,
                new GameServer.Counters());
        List<Fleet.Spools> spools = List.of(Fleet.Spools.values());
        boolean isDeadly = plan.faults().kills() > 0;
        this.fleet = new Fleet(network, settings, spools.get(random.nextInt(spools.size())), isDeadly);
        this.mishaps = new Mishaps(network, fleet, plan.faults());
        this.crowd = new Crowd(fleet, plan.players());
        boolean hasOperator = plan.steps().stream().anyMatch(step -> step.who().equals(Admin.NAME));
        this.operator = new Admin(network, crowd, mishaps, plan.faults(), hasOperator);
        this.mischief = new Mischief(fleet, crowd, plan.faults().isCalm());
        this.mover = new Mover(network, crowd, operator, plan.faults());
    }

    /** Runs one seed. */
    public static Result run(long seed) {
        return run(Plan.of(seed));
    }

    static Result run(Plan plan) {
        try (VirtualNetwork network = new VirtualNetwork(plan.seed())) {
            return new Simulation(plan, network).run();
        }
    }

    /**
     * Runs all seeds of a range, on all processors.
     *
     * @param from the first
     * @param to the last
     * @param done gets each result; called from several threads, one at a time
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

    /**
     * The shortest run found that breaks the same promise as the given one, with its steps and its result. At most this many runs are tried.
     *
     * @param broken the result of a seed that {@linkplain Result#isClean is not clean}
     * @throws IllegalArgumentException if it is clean
     */
    public static Minimal minimize(Result broken, int runs) {
        if (broken.isClean()) {
            throw new IllegalArgumentException(
                    "seed " + broken.seed() + ": found a clean run, expected one to minimize");
        }
        Plan whole = Plan.of(broken.seed());
        Plan plan = Minimizer.minimize(whole, broken, runs);
        try (VirtualNetwork network = new VirtualNetwork(plan.seed())) {
            Simulation shorter = new Simulation(plan, network);
            Result result = shorter.run();
            List<String> steps = shorter.done.stream().map(Done::toString).toList();
            return new Minimal(whole.steps().size(), steps, result);
        }
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
        network.faults(plan.faults());
        fleet.start(random.nextInt(2, 6), random);
        Map<String, Player> players = crowd.players().stream()
                .collect(Collectors.toMap(player -> player.id().key(), player -> player));
        for (Step step : plan.steps()) {
            network.schedule(step.at(), () -> {
                Player player = players.get(step.who());
                String what = player != null ? player.act(step.random()) : act(step);
                done.add(new Done(step, what));
            });
        }
        network.advance(Plan.CHAOS);
        mishaps.mend();
        fleet.rest();
        network.advance(REST);
        network.journal().add(new Journal.Rested(network.now()));
        fleet.demandAnswers();
        harvest();
        fleet.close();
        fleet.emptySpools();
        network.advance(AFTERMATH);
        fleet.demandAnswers();
        fleet.demandSilence();
    }

    private String act(Step step) {
        return switch (step.who()) {
            case Admin.NAME -> operator.act(step.random());
            case Mover.NAME -> mover.act(step.random());
            case Mischief.NAME -> mischief.act(step.random());
            default -> mishaps.act(step.who(), step.random());
        };
    }

    /** Loads every player's profile once more, and receives waiting messages. */
    private void harvest() {
        GameServer last = fleet.oneMore(random);
        for (Player player : crowd.players()) {
            player.places().forEach(key -> harvest(last, key));
        }
        network.advance(HARVEST);
    }

    private void harvest(GameServer last, EntryId key) {
        var unused = last.load(
                key,
                LoadOptions.defaults(),
                WhenHeld.FORCE_LOAD,
                seat -> seat.sit(false, gift -> false),
                moved -> harvest(last, moved));
    }

    private Result result(List<Violation> broken, @Nullable Throwable cause) {
        Checker.Report report = Checker.check(network.journal(), plan.faults().isCalm());
        List<Violation> violations =
                Stream.concat(report.violations().stream(), broken.stream()).toList();
        String trace = violations.isEmpty() ? "" : Trace.of(network.journal(), violations.get(0));
        if (cause != null) {
            StringWriter text = new StringWriter();
            cause.printStackTrace(new PrintWriter(text));
            trace += "\n" + text;
        }
        return new Result(plan.seed(), plan.faults(), violations, report.counts(), network.now(), trace);
    }

    /**
     * A short run that breaks a promise.
     *
     * @param before how many steps the run of the seed has
     * @param steps the remaining steps: when, who, and what
     * @param result the result of that run
     */
    public record Minimal(int before, List<String> steps, Result result) {
        /** Copies the list. */
        public Minimal {
            steps = List.copyOf(steps);
        }
    }

    /**
     * The result of a run.
     *
     * @param seed which run
     * @param faults the planned faults
     * @param violations the broken promises, in order
     * @param counts how often each thing happened
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
