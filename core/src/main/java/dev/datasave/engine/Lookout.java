package dev.datasave.engine;

import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for the loads that wait: at once, and again in growing intervals, 2 ms five times, then 5, 10, 20 … 250 ms, with jitter (P6).
 *
 * <p>One call looks for all that are due and for those that will be soon; few calls are under way at a time. So a server on which hundreds wait
 * for the lease of a dead one to end reads as often as for one of them. A signal, which doesn't say whom it is for, brings each load's next look
 * forward to an eighth of its interval: at once for those that have just begun to wait, seldom enough for those that wait long.
 *
 * <p>Nothing is looked at without a valid lease, because no token of this server may be written anywhere before it (P4). Loop only.
 */
final class Lookout {
    private static final int CALLS = 4;
    private static final int AT_ONCE = 64;

    private final Engine engine;
    private final Set<Watch> waiting = new LinkedHashSet<>();
    private int calls;
    private boolean isAwaitingLease;

    Lookout(Engine engine) {
        this.engine = engine;
    }

    /** A watch for one profile. It looks when it is told to, and not while its last look is being worked on. */
    Watch watch(EntryId id, Consumer<Sight> saw, Consumer<Throwable> failed) {
        return new Watch(id, saw, failed);
    }

    private void pump() {
        while (calls < CALLS) {
            List<Watch> batch = due();
            if (batch.isEmpty() || !hasLease()) {
                return;
            }
            send(batch);
        }
    }

    /** Those whose time has come and, if there are any, those whose time is near. */
    private List<Watch> due() {
        long now = engine.environment().monotonicNanos();
        List<Watch> batch = new ArrayList<>();
        waiting.stream().filter(watch -> watch.due - now <= 0).limit(AT_ONCE).forEach(batch::add);
        if (!batch.isEmpty()) {
            waiting.stream()
                    .filter(watch -> watch.due - now > 0 && watch.due - now <= watch.interval / 2)
                    .limit(AT_ONCE - batch.size())
                    .forEach(batch::add);
        }
        return batch;
    }

    private boolean hasLease() {
        if (engine.lease().isValid()) {
            return true;
        }
        if (!isAwaitingLease) {
            isAwaitingLease = true;
            engine.lease().whenValid(() -> {
                isAwaitingLease = false;
                pump();
            });
        }
        return false;
    }

    private void send(List<Watch> batch) {
        calls++;
        long sent = engine.environment().monotonicNanos();
        batch.forEach(watch -> watch.begin(sent));
        String own = engine.lease().incarnation();
        List<EntryId> profiles = batch.stream().map(watch -> watch.id).toList();
        engine.port()
                .call(
                        storage -> Sight.of(storage, profiles, own),
                        sights -> {
                            calls--;
                            engine.leases().seen(sent, sights);
                            for (int i = 0; i < batch.size(); i++) {
                                batch.get(i).answer(sights.get(i));
                            }
                            pump();
                        },
                        failure -> {
                            calls--;
                            batch.forEach(watch -> watch.fail(failure));
                            pump();
                        });
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
        private Environment.Timer timer = () -> {};

        private Watch(EntryId id, Consumer<Sight> saw, Consumer<Throwable> failed) {
            this.id = id;
            this.saw = saw;
            this.failed = failed;
        }

        /** How many looks there were since {@link #fresh()}. */
        int looks() {
            return looks;
        }

        /** Looks as soon as it can. */
        void now() {
            interval = 0;
            await(engine.environment().monotonicNanos());
        }

        /** Looks after the next interval, sooner if it was woken since the last look. */
        void later() {
            interval = Polling.next(looks++, engine.environment()).toNanos();
            long next = engine.environment().monotonicNanos() + interval;
            await(isWoken ? sooner(next) : next);
        }

        /** The intervals begin anew: what is waited for has changed. */
        void fresh() {
            looks = 0;
            if (waiting.contains(this)) {
                later();
            }
        }

        /** What is waited for may be there. */
        void wake() {
            isWoken = true;
            if (waiting.contains(this)) {
                await(sooner(due));
            }
        }

        /** What is waited for is there. */
        void wakeNow() {
            isWoken = true;
            if (waiting.contains(this)) {
                now();
            }
        }

        /** No more looks; what one under way sees is not told. */
        void stop() {
            isStopped = true;
            waiting.remove(this);
            timer.cancel();
        }

        private long sooner(long than) {
            long woken = last + interval / 8;
            return woken - than < 0 ? woken : than;
        }

        private void await(long moment) {
            if (isStopped) {
                return;
            }
            due = moment;
            waiting.add(this);
            timer.cancel();
            long left = moment - engine.environment().monotonicNanos();
            if (left > 0) {
                timer = engine.environment().schedule(Duration.ofNanos(left), Lookout.this::pump);
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
