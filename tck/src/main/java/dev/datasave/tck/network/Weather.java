package dev.datasave.tck.network;

import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Write;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Draws the fate of each storage call and each signal from the current {@link Faults}. */
final class Weather {
    static final long MICRO = 1_000;
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;
    /** The call time-out of a storage (R8). */
    static final long CALL_TIMEOUT = 5 * SECOND;

    private final RandomGenerator random;
    private Faults faults = Faults.calm();
    private Predicate<Write> broken = write -> false;
    private long outageUntil;
    private long failingUntil;
    private final Map<EntryId, String> damaged = new HashMap<>(); // to the write id of the damaged revision

    Weather(RandomGenerator random) {
        this.random = random;
    }

    void faults(Faults newFaults) {
        faults = newFaults;
    }

    void breakWrites(Predicate<Write> newBroken) {
        broken = newBroken;
    }

    boolean isBroken(Write write) {
        return broken.test(write);
    }

    void outage(long until) {
        outageUntil = until;
    }

    boolean isOut(long now) {
        return now < outageUntil;
    }

    void fail(long until) {
        failingUntil = until;
    }

    /** Whether every write fails, until somebody mends the storage. Calls are answered at once then. */
    boolean isFailing(long now) {
        return now < failingUntil;
    }

    void damage(Entry entry) {
        damaged.put(entry.id(), entry.writeId());
    }

    void mendDamage() {
        damaged.clear();
    }

    /** The entry as it is found: damaged, if nobody has written it since it was damaged. */
    Entry asFound(Entry entry) {
        return entry.writeId().equals(damaged.get(entry.id()))
                ? Entry.damaged(
                        entry.id(),
                        entry.revision(),
                        entry.writeId(),
                        entry.created(),
                        entry.updated(),
                        "virtual storage: found " + entry.id() + " damaged, expected it as it was written")
                : entry;
    }

    RandomGenerator random() {
        return random;
    }

    long between(long from, long to) {
        return random.nextLong(from, to);
    }

    boolean coin() {
        return random.nextBoolean();
    }

    /** The fate of a call that starts now. */
    Call call() {
        boolean slow = chance(faults.slow());
        long request = slow ? between(50 * MILLI, 3 * SECOND) : between(100 * MICRO, 500 * MICRO);
        Fault fault = fault();
        long reply = reply(fault, request, slow && coin());
        return new Call(request, reply, fault, random.nextInt(10) < 3 ? 1 : 0, coin());
    }

    private long reply(Fault fault, long request, boolean isSlow) {
        if (fault == Fault.OVERDUE) {
            return between(CALL_TIMEOUT, 30 * SECOND);
        } else if (fault.isTimeout()) {
            return CALL_TIMEOUT - request;
        }
        return isSlow ? between(50 * MILLI, 3 * SECOND) : between(100 * MICRO, 500 * MICRO);
    }

    private Fault fault() {
        double x = random.nextDouble();
        if ((x -= faults.errorBefore()) < 0) {
            return Fault.ERROR_BEFORE;
        } else if ((x -= faults.errorAfter()) < 0) {
            return Fault.ERROR_AFTER;
        } else if ((x -= faults.late()) < 0) {
            return Fault.LATE;
        } else if (x - faults.hung() < 0) {
            return switch (random.nextInt(5)) {
                case 0 -> Fault.OVERDUE;
                case 1, 2 -> Fault.HUNG_BEFORE;
                default -> Fault.HUNG_AFTER;
            };
        }
        return Fault.NONE;
    }

    /** The fate of the same call to a storage that fails at once. */
    Call prompt(Call call) {
        return new Call(
                Math.min(call.request(), MILLI), Math.min(call.reply(), MILLI), Fault.NONE, 0, call.heldByPause());
    }

    /** The fate of the same call if it meets an outage. */
    Call outage(Call call) {
        Fault fault = random.nextInt(4) == 0 ? Fault.HUNG_BEFORE : Fault.ERROR_BEFORE;
        long reply = fault.isTimeout() ? CALL_TIMEOUT - call.request() : between(MILLI, 50 * MILLI);
        return new Call(call.request(), reply, fault, 0, call.heldByPause());
    }

    /** The delay after which a late write is carried out. */
    long lateness() {
        return between(SECOND / 10, 60 * SECOND);
    }

    /** The delay of each copy of a signal; the signal is lost if there are none. */
    long[] signal(long now) {
        if (isOut(now) || chance(faults.lostSignal())) {
            return new long[0];
        }
        long first = chance(faults.lateSignal()) ? between(MILLI, 10 * SECOND) : between(50 * MICRO, 300 * MICRO);
        return chance(faults.doubledSignal()) ? new long[] {first, first + between(MICRO, SECOND)} : new long[] {first};
    }

    private boolean chance(double rate) {
        return rate > 0 && random.nextDouble() < rate;
    }

    static long nanos(Duration duration) {
        return duration.toNanos();
    }

    /** The fault of one storage operation. */
    enum Fault {
        NONE,
        ERROR_BEFORE,
        ERROR_AFTER,
        LATE,
        HUNG_BEFORE,
        HUNG_AFTER,
        /** Carried out, and answered long after the time that a call may take (R8). */
        OVERDUE;

        boolean isTimeout() {
            return this == LATE || this == HUNG_BEFORE || this == HUNG_AFTER;
        }

        /** Whether the caller gets an exception. */
        boolean isTold() {
            return this != NONE && this != OVERDUE;
        }

        boolean isCarriedOut() {
            return this == NONE || this == ERROR_AFTER || this == HUNG_AFTER || this == OVERDUE;
        }
    }

    /**
     * The fate of one call: how long it takes to the storage and back, and which of its operations fails.
     *
     * @param heldByPause whether the call has not left the server yet if the server is paused or dies meanwhile
     */
    record Call(long request, long reply, Fault fault, int operation, boolean heldByPause) {}
}
