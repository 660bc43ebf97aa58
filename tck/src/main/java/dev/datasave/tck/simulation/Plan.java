package dev.datasave.tck.simulation;

import dev.datasave.tck.network.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The plan of a simulation, drawn from its seed.
 *
 * @param seed the seed of all random numbers
 * @param faults the faults of calls and signals
 * @param players how many
 * @param steps the steps, in order of time
 */
record Plan(long seed, Faults faults, int players, List<Step> steps) {
    /** How long players and mishaps go on. */
    static final Duration CHAOS = Duration.ofMinutes(2);

    Plan {
        steps = List.copyOf(steps);
    }

    static Plan of(long seed) {
        SplittableRandom random = new SplittableRandom(seed * 31 + 17);
        Faults faults = faults(seed, random);
        int players = random.nextInt(1, 7);
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= players; i++) {
            double pace = random.nextDouble(10, 150);
            double first = random.nextInt(4) == 0 ? random.nextDouble(60) : 0;
            often(steps, "p" + i, pace, first, random);
        }
        often(steps, Mishaps.OUTAGE, faults.outages(), random);
        often(steps, Mishaps.PAUSE, faults.pauses(), random);
        often(steps, Mishaps.NAP, faults.naps(), random);
        often(steps, Mishaps.KILL, faults.kills(), random);
        often(steps, Mishaps.RESTART, 1, random);
        often(steps, Mishaps.CLOCK_JUMP, faults.clockJumps(), random);
        often(steps, Mishaps.SET_BACK, faults.setBacks(), random);
        often(steps, Mishaps.BREAKAGE, faults.breakages(), random);
        often(steps, Admin.NAME, random.nextInt(3) == 0 ? 0 : random.nextDouble(12), random);
        if (isUnruly(seed)) {
            often(steps, Mischief.NAME, random.nextDouble(5, 40), random);
        }
        if (hasMoves(seed)) {
            SplittableRandom apart =
                    new SplittableRandom(seed * 37 + 5); // so that the other steps are those that they would be without
            often(steps, Mover.NAME, apart.nextDouble(4, 30), apart);
        }
        if (hasTrouble(seed) && !faults.isCalm()) {
            SplittableRandom apart = new SplittableRandom(seed * 41 + 11);
            often(steps, Mishaps.FAILURE, apart.nextDouble(0.3, 2), apart);
            often(steps, Mishaps.DAMAGE, apart.nextDouble(1, 8), apart);
        }
        steps.sort(Comparator.comparing(Step::at));
        return new Plan(seed, faults, players, steps);
    }

    /** One seed in three has an operator who moves players to other keys. The first seeds, which find most planted faults, have none. */
    private static boolean hasMoves(long seed) {
        return seed > 13 && Math.floorMod(seed, 3L) == 1;
    }

    /** In some seeds the storage needs mending at times: it takes no writes, or has damaged entries. */
    private static boolean hasTrouble(long seed) {
        return seed > 13 && List.of(2, 8).contains((int) Math.floorMod(seed, 17L));
    }

    /** About one seed in four is calm, some lose every signal, some have their storage set back. */
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

    /** Whether the game's code misbehaves: in one run of eight, half of them calm otherwise. */
    boolean isUnruly() {
        return isUnruly(seed);
    }

    private static boolean isUnruly(long seed) {
        return List.of(9, 12).contains((int) Math.floorMod(seed, 16L));
    }

    private static void often(List<Step> steps, String who, double perMinute, SplittableRandom random) {
        often(steps, who, perMinute, 0, random);
    }

    private static void often(
            List<Step> steps, String who, double perMinute, double fromSecond, SplittableRandom random) {
        if (perMinute > 0) {
            double seconds = fromSecond;
            while ((seconds += -Math.log(1 - random.nextDouble()) * 60 / perMinute) < CHAOS.toSeconds()) {
                steps.add(new Step(Duration.ofNanos((long) (seconds * 1e9)), who, random.nextLong()));
            }
        }
    }

    Plan keeping(Predicate<Step> some) {
        return with(steps.stream().filter(some).toList());
    }

    Plan with(List<Step> newSteps) {
        return new Plan(seed, faults, players, newSteps);
    }

    Plan with(Faults newFaults) {
        return new Plan(seed, newFaults, players, steps);
    }
}
