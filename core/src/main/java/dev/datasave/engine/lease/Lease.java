package dev.datasave.engine.lease;

import dev.datasave.DataSaveException;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.loop.Ids;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.loop.Moment;
import dev.datasave.engine.loop.Settings;
import dev.datasave.spi.Atomicity;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.EntryQuery;
import dev.datasave.spi.Environment;
import dev.datasave.spi.Storage;
import dev.datasave.spi.Write;
import dev.datasave.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * This server's own proof of life (P2, P3). A heartbeat is one storage call that renews the lease entry and then reads the inbox. It counts only if
 * both succeed, and from the moment at which it was sent. {@link #isValid()} may be called from any thread; all else is called on the loop.
 */
public final class Lease {
    private final Loop loop;
    private final Settings settings;
    private final Environment environment;
    private final Ids ids;
    private final Owner owner;
    private final long validNanos;
    private final long validMillis;
    private final List<Runnable> whenValid = new ArrayList<>();

    /** When the lease began, by {@link #now}. */
    private volatile Moment mark;

    private final AtomicReference<Clocks> clocks;

    /** Why there is no valid lease, as far as it is known; null if nothing failed since the last renewal. */
    private volatile @Nullable String trouble;

    private @Nullable Base base;
    private LeaseState state = LeaseState.BEGINNING;
    private long suspendedAt;
    private boolean isBeating;
    private Environment.Timer timer = () -> {};
    private Environment.Timer watchdog = () -> {};

    /** Is told how the lease changes, on behalf of the sessions. */
    public interface Owner {
        void suspended(String why);

        void resumed();

        void reincarnated();

        void graceOver();

        /** A heartbeat was written, at that time of the storage's clock. */
        void renewed(Instant storageTime);

        void inboxRead(List<Entry> entries);
    }

    /**
     * What the clocks showed when they were last compared.
     *
     * @param setBack by how many milliseconds the wall clock was set back in all
     */
    private record Clocks(Moment seen, long setBack) {
        /** By how many milliseconds the wall clock was set back since, by the monotonic clock. */
        private long back(long nanos, long millis) {
            return Math.max(0, Math.floorDiv(nanos - seen.nanos(), 1_000_000L) - (millis - seen.millis()));
        }

        private Clocks at(Moment now) {
            return new Clocks(now, setBack + back(now.nanos(), now.millis()));
        }
    }

    private record Base(long revision, String writeId, Instant updated) {}

    private record Round(@Nullable Base base, List<Entry> inbox) {}

    public Lease(Loop loop, Owner owner) {
        this.loop = loop;
        this.settings = loop.settings();
        this.environment = loop.environment();
        this.ids = loop.ids();
        this.owner = owner;
        this.validNanos = settings.leaseTime().toNanos() / 10 * 9;
        this.validMillis = settings.leaseTime().toMillis() * 9 / 10;
        this.clocks = new AtomicReference<>(new Clocks(Moment.of(environment), 0));
        this.mark = expired();
        this.suspendedAt = environment.monotonicNanos();
    }

    /** What the lease is measured by. From any thread. */
    public Environment environment() {
        return environment;
    }

    /** Whether edits may be accepted at this moment, by the clock that moved more (P2, F36). */
    public boolean isValid() {
        Moment last = mark;
        Clocks before = clocks.get();
        long nanos = environment.monotonicNanos();
        if (nanos - last.nanos() >= validNanos) {
            return false;
        }
        long millis = environment.wallClockMillis();
        if (before.back(nanos, millis) == 0) {
            return millis + before.setBack - last.millis() < validMillis;
        }
        Clocks after = before.at(new Moment(nanos, millis));
        if (!clocks.compareAndSet(before, after)) {
            return isValid();
        }
        return millis + after.setBack - last.millis() < validMillis;
    }

    /**
     * This moment, by a wall clock that is never set back. If it were, and the machine were suspended after that, neither clock would show how much time has
     * passed. So what it was set back by is added. That is noticed by the monotonic clock, at each heartbeat and each time that somebody asks whether the
     * lease is valid. Only if the machine is suspended before anybody has asked, nothing on it shows the difference.
     */
    private Moment now() {
        Clocks before = clocks.get();
        Moment now = Moment.of(environment);
        Clocks after = before.at(now);
        boolean isNoted = clocks.compareAndSet(before, after); // else another thread has compared them meanwhile
        return isNoted ? new Moment(now.nanos(), now.millis() + after.setBack) : now();
    }

    /** Runs the step at once if the lease is valid, else as soon as it is. */
    public void whenValid(Runnable step) {
        if (isValid()) {
            step.run();
        } else {
            whenValid.add(step);
        }
    }

    public void start() {
        loop.port().onLastingFailure(this::probe);
        beat();
    }

    /** For how long a renewal counts, in nanoseconds. */
    public long validNanos() {
        return validNanos;
    }

    /** Why there is no valid lease, in words for the owner. From any thread. */
    public String whyEnded() {
        String known = trouble;
        return known != null
                ? known
                : "the lease was not renewed in time: this server stood still, or its clock jumped";
    }

    /** A call has failed for a reason that lasts: finds out at once whether the storage still takes a renewal. */
    private void probe() {
        if (state == LeaseState.VALID && !isBeating && isValid()) {
            timer.cancel();
            beat();
        }
    }

    private void beat() {
        if (state == LeaseState.ENDED) {
            return;
        }
        timer = environment.schedule(settings.heartbeat(), this::beat);
        checkEnd();
        String own = ids.incarnation();
        Base before = base;
        Moment sent = now();
        String writeId = ids.writeId(own);
        String secondWriteId = ids.writeId(own);
        isBeating = true;
        loop.port()
                .call(
                        Environment.Lane.HEARTBEAT,
                        storage -> round(storage, own, before, writeId, secondWriteId),
                        round -> answered(own, sent, round),
                        failure -> failed(own, sent, failure));
    }

    /** If the failure lasts, profiles are suspended at once: what they would accept until the lease ends could not be stored. */
    private void failed(String own, Moment sent, Throwable failure) {
        isBeating = false;
        if (own.equals(ids.incarnation())) {
            boolean isLasting = failure instanceof DataSaveException.StorageFailed found && found.isLasting();
            trouble = (isLasting ? "the storage fails: " : "the lease was not renewed in time: ") + worded(failure);
            if (isLasting && state != LeaseState.ENDED && sent.nanos() - mark.nanos() > 0) {
                mark = expired();
            }
        }
        checkEnd();
    }

    private static String worded(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    private Round round(Storage storage, String own, @Nullable Base before, String writeId, String secondWriteId) {
        Base after = renew(storage, own, before, writeId, secondWriteId);
        if (after == null) {
            return new Round(null, List.of());
        }
        return new Round(
                after,
                storage.list(EntryQuery.holder(Addresses.inbox(own)).withLimit(1000))
                        .items());
    }

    private @Nullable Base renew(
            Storage storage, String own, @Nullable Base before, String writeId, String secondWriteId) {
        Write write = write(own, before, writeId);
        return switch (storage.write(List.of(write), Atomicity.EACH).getFirst()) {
            case WriteResult.Written written -> new Base(written.revision(), writeId, written.updated());
            case WriteResult.Refused refused -> {
                Optional<Entry> current = refused.current();
                if (current.isEmpty()) {
                    yield null;
                }
                Base found = base(current.get());
                // The lease was removed, and a late first write of this server has made it again.
                // Or the storage was set back.
                if (before != null && found.revision <= before.revision) {
                    yield null;
                }
                // An earlier renewal of this server arrived after all: no other server writes under this id.
                Write second = write(own, found, secondWriteId);
                yield switch (storage.write(List.of(second), Atomicity.EACH).getFirst()) {
                    case WriteResult.Written written -> new Base(written.revision(), secondWriteId, written.updated());
                    case WriteResult.Refused again ->
                        again.current().map(Lease::base).orElse(null);
                };
            }
        };
    }

    private static Base base(Entry entry) {
        return new Base(entry.revision(), entry.writeId(), entry.updated());
    }

    private Write write(String own, @Nullable Base on, String writeId) {
        return new Write(
                new EntryId(Addresses.LEASES, own),
                on == null ? 0 : on.revision,
                on == null ? null : on.writeId,
                writeId,
                new LeaseFormat(settings.serverName(), settings.leaseTime(), BuildVersion.own())
                        .content(loop.tallies().figures()),
                Write.Durability.PROCESS,
                dev.datasave.spi.Retention.drop(),
                false);
    }

    private void answered(String own, Moment sent, Round round) {
        isBeating = false;
        if (state == LeaseState.ENDED || !own.equals(ids.incarnation())) {
            return;
        }
        if (round.base == null) {
            reincarnate();
            return;
        }
        if (sent.nanos() - mark.nanos() > 0) {
            mark = sent;
            base = round.base;
            trouble = null;
        }
        owner.renewed(round.base.updated());
        owner.inboxRead(round.inbox);
        checkEnd();
    }

    private void reincarnate() {
        String newName = ids.reincarnate();
        base = null;
        mark = expired();
        trouble = "another server has removed this server's lease";
        checkEnd();
        loop.events().tell(listener -> listener.reincarnated(newName));
        owner.reincarnated();
        timer.cancel();
        beat();
    }

    /** Compares the clocks, and tells the owner if the lease's state has changed. */
    private void checkEnd() {
        watchdog.cancel();
        if (state == LeaseState.ENDED) {
            return;
        }
        if (isValid()) {
            if (move(LeaseState.Event.FOUND_VALID).isLost()) {
                owner.resumed();
            }
            List<Runnable> waiting = List.copyOf(whenValid);
            whenValid.clear();
            loop.forEach(waiting, Runnable::run);
            long left = validNanos - (environment.monotonicNanos() - mark.nanos());
            watchdog = environment.schedule(Duration.ofNanos(Math.max(left, 1_000_000)), this::checkEnd);
        } else {
            if (move(LeaseState.Event.FOUND_ENDED) == LeaseState.VALID) {
                suspendedAt = environment.monotonicNanos();
                owner.suspended(whyEnded());
            }
            long left = settings.outageGrace().toNanos() - (environment.monotonicNanos() - suspendedAt);
            if (left > 0) {
                watchdog = environment.schedule(Duration.ofNanos(left), this::checkEnd);
            } else if (move(LeaseState.Event.GRACE_OVER) == LeaseState.SUSPENDED) {
                owner.graceOver();
            }
        }
    }

    /** Moves to the next state and returns the one before. */
    private LeaseState move(LeaseState.Event event) {
        LeaseState before = state;
        state = LeaseState.TABLE.next(before, event, loop.events(), "lease of " + ids.serverName());
        if (!before.isLost() && state.isLost()) {
            loop.tallies().suspended();
        } else if (before.isLost() && !state.isLost()) {
            loop.tallies().resumed();
        }
        return before;
    }

    private Moment expired() {
        return now().before(settings.leaseTime().multipliedBy(2));
    }

    /** Ends the heartbeats and removes the lease, so that no other server has to wait for its end. */
    public void end(Consumer<Boolean> done) {
        move(LeaseState.Event.CLOSED);
        timer.cancel();
        watchdog.cancel();
        mark = expired();
        String own = ids.incarnation();
        String writeId = ids.writeId(own);
        loop.port()
                .call(
                        storage -> {
                            Optional<Entry> entry = storage.read(List.of(new EntryId(Addresses.LEASES, own)))
                                    .getFirst();
                            entry.filter(found -> !found.isTombstone())
                                    .ifPresent(found ->
                                            storage.write(List.of(Write.forget(found, writeId)), Atomicity.EACH));
                            return true;
                        },
                        done,
                        failure -> done.accept(false));
    }
}
