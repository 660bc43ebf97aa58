package dev.datasave.tck.network;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How often what goes wrong in a {@link VirtualNetwork}: chances of 0 to 1 for each storage call and each signal, and rates per minute of the whole
 * network for what a simulation does to servers and storage. Immutable.
 *
 * @param errorBefore chance that a storage call fails and changes nothing
 * @param errorAfter chance that a storage call is carried out and its reply lost
 * @param late chance that a call times out after 5 s and its write is carried out up to a minute later
 * @param hung chance that a call times out after 5 s, carried out at once or never; or is answered after up to 30 s
 * @param slow chance that a call takes up to 3 s
 * @param lostSignal chance that a signal never arrives
 * @param doubledSignal chance that it arrives twice
 * @param lateSignal chance that it takes up to 10 s
 * @param outages per minute: all servers, or one of them, can't reach the storage
 * @param pauses per minute: a server stands still
 * @param naps per minute: a server, or the thread of one of its storage calls, falls asleep between looking at something and acting on it
 * @param kills per minute: a server dies
 * @param clockJumps per minute: the wall clock of a server jumps
 * @param setBacks per minute: the storage goes back to an older state
 * @param breakages per minute: for a while the storage can't store one of the profiles
 */
public record Faults(
        double errorBefore,
        double errorAfter,
        double late,
        double hung,
        double slow,
        double lostSignal,
        double doubledSignal,
        double lateSignal,
        double outages,
        double pauses,
        double naps,
        double kills,
        double clockJumps,
        double setBacks,
        double breakages) {

    private static final Faults CALM = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** No faults. */
    public static Faults calm() {
        return CALM;
    }

    /** Whether nothing goes wrong, except that signals may be lost, doubled or late. */
    public boolean isCalm() {
        Faults withoutSignals = withSignals(0, 0, 0);
        return withoutSignals.equals(CALM);
    }

    /** Many faults, at random rates. Each kind is missing in some storms. Never sets the storage back. */
    public static Faults storm(RandomGenerator random) {
        return new Faults(
                drawn(random, 0.1),
                drawn(random, 0.1),
                drawn(random, 0.01),
                drawn(random, 0.01),
                drawn(random, 0.05),
                drawn(random, 0.5),
                drawn(random, 0.2),
                drawn(random, 0.2),
                drawn(random, 2),
                drawn(random, 3),
                drawn(random, 4),
                drawn(random, 2),
                drawn(random, 2),
                0,
                drawn(random, 0.5));
    }

    private static double drawn(RandomGenerator random, double most) {
        double rate = random.nextDouble() * most;
        return random.nextInt(3) == 0 ? 0 : rate;
    }

    /** Loses every signal; keeps the rest. */
    public Faults withoutSignals() {
        return withSignals(1, 0, 0);
    }

    private Faults withSignals(double lost, double doubled, double delayed) {
        return new Faults(
                errorBefore,
                errorAfter,
                late,
                hung,
                slow,
                lost,
                doubled,
                delayed,
                outages,
                pauses,
                naps,
                kills,
                clockJumps,
                setBacks,
                breakages);
    }

    /** These faults in several versions, each without one kind of fault of calls and signals. */
    public List<Faults> withOneKindLess() {
        return List.of(
                withErrors(0, errorAfter),
                withErrors(errorBefore, 0),
                withTimeouts(0, hung),
                withTimeouts(late, 0),
                withCalls(errorBefore, errorAfter, late, hung, 0),
                withSignals(0, doubledSignal, lateSignal),
                withSignals(lostSignal, 0, lateSignal),
                withSignals(lostSignal, doubledSignal, 0));
    }

    /** The faults of calls and signals that both have. */
    public Faults and(Faults other) {
        return withCalls(
                        Math.min(errorBefore, other.errorBefore),
                        Math.min(errorAfter, other.errorAfter),
                        Math.min(late, other.late),
                        Math.min(hung, other.hung),
                        Math.min(slow, other.slow))
                .withSignals(
                        Math.min(lostSignal, other.lostSignal),
                        Math.min(doubledSignal, other.doubledSignal),
                        Math.min(lateSignal, other.lateSignal));
    }

    /** Lets storage calls fail with these chances, before and after they are carried out; keeps the rest. */
    public Faults withErrors(double before, double after) {
        return withCalls(before, after, late, hung, slow);
    }

    /** Lets storage calls time out with these chances, by a late write or by hanging; keeps the rest. */
    public Faults withTimeouts(double newLate, double newHung) {
        return withCalls(errorBefore, errorAfter, newLate, newHung, slow);
    }

    private Faults withCalls(double before, double after, double newLate, double newHung, double newSlow) {
        return new Faults(
                before,
                after,
                newLate,
                newHung,
                newSlow,
                lostSignal,
                doubledSignal,
                lateSignal,
                outages,
                pauses,
                naps,
                kills,
                clockJumps,
                setBacks,
                breakages);
    }

    /** Sets the storage back this often per minute; keeps the rest. */
    public Faults withSetBacks(double perMinute) {
        return new Faults(
                errorBefore,
                errorAfter,
                late,
                hung,
                slow,
                lostSignal,
                doubledSignal,
                lateSignal,
                outages,
                pauses,
                naps,
                kills,
                clockJumps,
                perMinute,
                breakages);
    }
}
