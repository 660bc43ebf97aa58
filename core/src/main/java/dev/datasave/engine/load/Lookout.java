package dev.datasave.engine.load;

import dev.datasave.engine.lease.Lease;
import dev.datasave.engine.lease.Leases;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Moment;
import dev.datasave.engine.loop.Polling;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at profiles for the loads that wait for them: at once, and again in growing intervals, 2 ms five times, then 5, 10, 20 … 250 ms, with jitter
 * (P6).
 *
 * <ul>
 *   <li>One storage call looks for all loads that are due. So if hundreds of loads wait for the end of a dead server's lease, the server reads about
 *       as often as for one of them.
 *   <li>Loads that have waited for long share calls, which also take along loads that are due soon. Loads that have just begun have calls of their
 *       own, so that a handover under way does not wait for the rows of the others.
 *   <li>A signal doesn't say which load it is for, so it brings every load's next look forward, to an eighth of its interval. If many loads have
 *       waited for long, it brings their looks less far forward, so that looking does not become this server's main work.
 *   <li>If loads have waited for long already, a further one begins with longer intervals. A holder that has missed a heartbeat is looked at once a second, until its
 *       lease can be found dead. So the death of many servers at once does not make looking the storage's main work.
 *   <li>Without a valid lease nothing is looked at, because no token of this server may be written anywhere before its lease (P4).
 * </ul>
 *
 * <p>Loop only.
 */
final class Lookout {
    private static final int CALLS = 4;
    private static final int OLD_CALLS = 2;
    private static final int AT_ONCE = 64;
    private static final long LONG_NANOS = Duration.ofMillis(100).toNanos();
    private static final long SOON_NANOS = Duration.ofMillis(250).toNanos();
    private static final int SHARE = 5;
    private static final int FEW_LOOKS = 8;
    private static final int SLOW = 2;
    private static final long ONE_SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOST_SPREAD = 6;

    private final Loop loop;
    private final Lease lease;
    private final Leases leases;
    private final Set<Watch> waiting = new LinkedHashSet<>();
    private int calls;
    private int oldCalls;
    private long oldTook;
    private boolean isAwaitingLease;

    Lookout(Loop loop, Lease lease, Leases leases) {
        this.loop = loop;
        this.lease = lease;
        this.leases = leases;
    }

    /** A watch for one profile. It looks only when it is told to, so never while its owner still works on the last look. */
    Watch watch(EntryId id, Consumer<Sight> saw, Consumer<Throwable> failed) {
        return new Watch(id, saw, failed);
    }

    private void pump() {
        for (List<Watch> batch = due(); !batch.isEmpty() && hasLease(); batch = due()) {
            send(batch, batch.getFirst().isOld());
        }
    }

    /** The watches of the next call. Those that are due and have not waited for long come first. */
    private List<Watch> due() {
        long now = loop.environment().monotonicNanos();
        List<Watch> fresh = calls < CALLS ? due(watch -> !watch.isOld() && watch.due - now <= 0) : List.of();
        if (!fresh.isEmpty() || oldCalls >= OLD_CALLS) {
            return fresh;
        }
        boolean isAnyDue = waiting.stream().anyMatch(watch -> watch.isOld() && watch.due - now <= 0);
        return isAnyDue ? due(watch -> watch.isOld() && watch.due - now <= watch.interval / 2) : List.of();
    }

    private List<Watch> due(Predicate<Watch> which) {
        return waiting.stream().filter(which).limit(AT_ONCE).toList();
    }

    /** Whether some loads have waited for long already: a further one will hardly be answered within milliseconds. */
    private boolean isAnswerSlow() {
        return waiting.stream().filter(Watch::isOld).limit(SLOW).count() == SLOW;
    }

    private long spread() {
        long others = waiting.stream()
                .flatMap(watch -> Optional.ofNullable(watch.silentHolder).stream())
                .distinct()
                .limit(MOST_SPREAD)
                .count();
        return others < 2 ? 0 : Math.floorMod(loop.environment().randomLong(), others * ONE_SECOND / 2);
    }

    private boolean hasLease() {
        if (lease.isValid()) {
            return true;
        }
        if (!isAwaitingLease) {
            isAwaitingLease = true;
            lease.whenValid(() -> {
                isAwaitingLease = false;
                pump();
            });
        }
        return false;
    }

    private void send(List<Watch> batch, boolean areOld) {
        Moment sent = Moment.of(loop.environment());
        count(areOld, 1);
        batch.forEach(watch -> watch.begin(sent.nanos()));
        String own = loop.ids().incarnation();
        List<EntryId> profiles = batch.stream().map(watch -> watch.id).toList();
        loop.port()
                .call(
                        storage -> Sight.of(storage, profiles, own),
                        sights -> {
                            count(areOld, -1);
                            if (areOld) {
                                oldTook = loop.environment().monotonicNanos() - sent.nanos();
                            }
                            leases.seen(
                                    sent,
                                    sights.stream()
                                            .flatMap(sight -> sight.lease().stream())
                                            .toList());
                            for (int i = 0; i < batch.size(); i++) {
                                batch.get(i).answer(sights.get(i));
                            }
                            pump();
                        },
                        failure -> {
                            count(areOld, -1);
                            batch.forEach(watch -> watch.fail(failure));
                            pump();
                        });
    }

    private void count(boolean areOld, int more) {
        if (areOld) {
            oldCalls += more;
        } else {
            calls += more;
        }
    }

    /** One load's looks. */
    final class Watch {
        private final EntryId id;
        private final Consumer<Sight> saw;
        private final Consumer<Throwable> failed;
        private int looks;
        private long interval;
        private long last;
        private long due;
        private boolean isWoken;
        private boolean isStopped;
        private @Nullable String silentHolder;
        private Environment.Timer timer = () -> {};

        private Watch(EntryId id, Consumer<Sight> saw, Consumer<Throwable> failed) {
            this.id = id;
            this.saw = saw;
            this.failed = failed;
        }

        /** How many looks there were since the last {@link #fresh()}. */
        int looks() {
            return looks;
        }

        /** Looks as soon as it can. */
        void now() {
            interval = 0;
            await(loop.environment().monotonicNanos());
        }

        /** Looks after the next interval, or sooner if it was woken since the last look. */
        void later() {
            if (looks < FEW_LOOKS && isAnswerSlow()) {
                looks = FEW_LOOKS;
            }
            silentHolder = null;
            interval = Polling.next(looks++, loop.environment()).toNanos();
            long next = loop.environment().monotonicNanos() + interval;
            await(isWoken ? sooner(next) : next);
        }

        /**
         * Looks when the lease of a holder that has fallen silent can be found dead, or once a second until then, or sooner if it is woken. If loads wait for several
         * silent holders, the looks are spread over a while, so that not all servers take all profiles of the dead in the same moment.
         */
        void laterForSilent(String holder, Duration untilDead) {
            silentHolder = holder;
            looks++;
            interval = LONG_NANOS;
            long pause = Math.clamp(untilDead.toNanos(), SOON_NANOS, ONE_SECOND) + spread();
            await(loop.environment().monotonicNanos() + pause);
        }

        /** Starts again with the shortest interval, because the load waits for something new. */
        void fresh() {
            looks = 0;
            if (waiting.contains(this)) {
                later();
            }
        }

        /** Brings the next look forward, because the profile may be free. */
        void wake() {
            isWoken = true;
            if (waiting.contains(this)) {
                await(sooner(due));
            }
        }

        /** Looks at once, because the profile is free. */
        void wakeNow() {
            isWoken = true;
            if (waiting.contains(this)) {
                now();
            }
        }

        /** Stops looking; the result of a look that is under way is dropped. */
        void stop() {
            isStopped = true;
            waiting.remove(this);
            timer.cancel();
        }

        private boolean isOld() {
            return interval >= LONG_NANOS;
        }

        private long sooner(long than) {
            long gap = isOld() ? Math.clamp(SHARE * oldTook, interval / 8, interval / 2) : interval / 8;
            return last + gap - than < 0 ? last + gap : than;
        }

        private void await(long moment) {
            if (isStopped) {
                return;
            }
            due = moment;
            waiting.add(this);
            timer.cancel();
            long left = moment - loop.environment().monotonicNanos();
            if (left > 0) {
                timer = loop.environment().schedule(Duration.ofNanos(left), Lookout.this::pump);
            } else {
                pump();
            }
        }

        private void begin(long sent) {
            waiting.remove(this);
            timer.cancel();
            last = sent;
            isWoken = false;
        }

        private void answer(Sight sight) {
            if (!isStopped) {
                saw.accept(sight);
            }
        }

        private void fail(Throwable failure) {
            if (!isStopped) {
                failed.accept(failure);
            }
        }
    }
}
