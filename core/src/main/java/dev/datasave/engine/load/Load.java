package dev.datasave.engine.load;

import dev.datasave.DataSaveException;
import dev.datasave.DataSaveListener.Acquired;
import dev.datasave.Holder;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.ReleaseReason;
import dev.datasave.WhenHeld;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.Departure;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.lease.Leases;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Kind;
import dev.datasave.engine.session.Session;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One load, from the call to the answer. It waits for its turn, looks at the profile, and decides what to do.
 *
 * <ol>
 *   <li>Wait for the turn: an older load or session of the profile on this server ends first. The time-out runs from the beginning.
 *   <li>Look ({@link Lookout}, {@link Sight}). If the profile is free or absent, or a dead server holds it, take it ({@link Taking}, P4). If a living
 *       server holds it, ask the options' policy, claim the profile (P5, {@link Contest}), and look again.
 *   <li>Once the stored entry names this load as the holder, deliver the profile.
 * </ol>
 *
 * <p>{@link LoadState} tells how far the load is. The caller may be answered before the load is settled: a write whose outcome is unknown is still
 * followed up, and a profile that the caller no longer wants is freed. Loop only.
 */
final class Load<T> {
    private final Loads loads;
    private final Loop loop;
    private final Kind<T> kind;
    private final EntryId id;
    private final LoadOptions options;
    private final ReleaseReason endsAs;
    private final CompletableFuture<LoadResult<T>> future;
    private final List<Runnable> whenSettled = new ArrayList<>(1);
    private final long begun;
    private final Contest contest;
    private final Lookout.Watch watch;
    private final Taking<T> taking;
    private Token token;
    private Optional<Holder> lastHolder = Optional.empty();
    private @Nullable Throwable lastFailure;
    private LoadState state = LoadState.WAITS;
    private Environment.Timer deadline = () -> {};

    /** @param endsAs what a session of this server is told that ends for this load */
    Load(
            Loads loads,
            Kind<T> kind,
            EntryId id,
            LoadOptions options,
            ReleaseReason endsAs,
            CompletableFuture<LoadResult<T>> future) {
        this.loads = loads;
        this.loop = loads.loop();
        this.kind = kind;
        this.id = id;
        this.options = options;
        this.endsAs = endsAs;
        this.future = future;
        this.begun = loop.environment().monotonicNanos();
        this.token = new Token(loop.ids().incarnation(), loop.ids().token());
        this.contest =
                new Contest(loop, loads.inbox().strays(), id, kind.format().readableSchema());
        this.watch = loads.lookout().watch(id, this::saw, this::sawNothing);
        this.taking = new Taking<>(loads, kind, this);
    }

    EntryId id() {
        return id;
    }

    LoadOptions options() {
        return options;
    }

    Contest contest() {
        return contest;
    }

    Token token() {
        return token;
    }

    /** Moves the load's token to the given incarnation and returns it. */
    Token tokenUnder(String incarnation) {
        token = token.under(incarnation);
        return token;
    }

    /** The other server that held the profile at the last look, if one did. */
    Optional<Holder> holder() {
        return lastHolder;
    }

    LoadState state() {
        return state;
    }

    void unlessAnswered(Runnable step) {
        if (!state.isAnswered()) {
            step.run();
        }
    }

    /** Moves to the next state of the table. When the load is over, it withdraws its claim and runs the steps that wait for that. */
    void on(LoadState.Event event) {
        boolean wasOver = state.isOver();
        state = LoadState.TABLE.next(state, event, loop.events(), id);
        if (state.isOver() && !wasOver) {
            contest.withdraw(token, state == LoadState.DELIVERED);
            loads.remove(this);
            loop.forEach(whenSettled, Runnable::run);
        }
    }

    /** Begins as the newest load of its key: supersedes an older load that has not ended, and waits for it. */
    void start() {
        deadline = loop.environment().schedule(options.timeout(), this::timedOut);
        begin();
    }

    private void begin() {
        Load<?> before = loads.current(id);
        Session<?> session = loads.sessions().session(id);
        if (state.isAnswered()) {
            return;
        } else if (before != null) {
            before.whenSettled(this::begin);
            before.cancel(new NotLoadedReason.Superseded());
        } else if (session != null) {
            afterSession(session);
        } else {
            loads.takesTurn(this);
            on(LoadState.Event.TURN);
            loads.spool().whenReplayed(id, this::look);
        }
    }

    /** This server has a session of the profile: the session ends first, or the load is refused. */
    private void afterSession(Session<?> session) {
        if (session.isEnding()) {
            session.whenEnded(this::begin);
            return;
        }
        Holder self = loop.ids().self(session.stored().updated());
        ask(Optional.of(self), answer -> {
            if (answer == WhenHeld.FORCE_LOAD || answer == WhenHeld.STEAL) {
                session.endThen(endsAs, this::begin);
            } else {
                cancel(new NotLoadedReason.Held(self));
            }
        });
    }

    private void timedOut() {
        Throwable failure = lastFailure;
        if (failure == null && !loads.lease().isValid()) {
            failure = new DataSaveException.StorageFailed(
                    "server " + loop.ids().serverName() + ": found no valid lease, expected one in time for the load",
                    null);
        }
        cancel(failure != null ? new NotLoadedReason.Unavailable(failure) : new NotLoadedReason.TimedOut(lastHolder));
    }

    /** A signal came; the holder may have changed. */
    void wake() {
        if (contest.isClaiming() || lastHolder.isPresent()) {
            watch.wake();
        }
    }

    /** A server is dead: if this load waits for it, the profile is free. */
    void buried(String incarnation) {
        if (lastHolder.filter(by -> by.incarnation().equals(incarnation)).isPresent()) {
            watch.wakeNow();
        }
    }

    /** Answers with the reason at once. If the profile was taken, or turns out to have been, it is freed. */
    void cancel(NotLoadedReason reason) {
        cancel(reason, Optional.empty());
    }

    /** Answers that something was thrown; {@code isStored}: whether there is data of the profile. */
    void fail(Throwable thrown, boolean isStored) {
        cancel(Kind.reasonOf(thrown, isStored), Optional.of(thrown));
    }

    private void cancel(NotLoadedReason reason, Optional<Throwable> thrown) {
        if (!state.isAnswered()) {
            deadline.cancel();
            loop.tallies().notLoaded(reason);
            kind.publication().loadFailed(id.key(), reason);
            tell(reason, thrown);
            loop.answer(future, new LoadResult.NotLoaded<>(reason));
        }
        watch.stop();
        boolean wasOwned = state == LoadState.OWNS;
        on(LoadState.Event.CANCELLED);
        if (wasOwned) {
            taking.free();
        }
    }

    private void tell(NotLoadedReason reason, Optional<Throwable> thrown) {
        Optional<Throwable> cause =
                reason instanceof NotLoadedReason.Unavailable(Throwable failure) ? Optional.of(failure) : thrown;
        if (cause.isPresent() || reason instanceof NotLoadedReason.NewerSchema) {
            loop.events().tell(listener -> listener.loadRefused(Addresses.profile(id), reason, cause));
        }
    }

    /** The time for closing is over: the steps that wait for this load go on. */
    void giveUp() {
        on(LoadState.Event.GIVEN_UP);
    }

    /** Runs the step when no write or token of this load can get in the way of another any more. */
    void whenSettled(Runnable step) {
        whenSettled.add(step);
    }

    /** Looks as soon as it can, unless the load was answered meanwhile. */
    void look() {
        unlessAnswered(watch::now);
    }

    /** Remembers the failure of a write or a look, which is tried again. */
    void failing(Throwable failure) {
        lastFailure = failure;
    }

    private void sawNothing(Throwable failure) {
        failing(failure);
        watch.later();
    }

    private void saw(Sight sight) {
        lastFailure = null;
        try {
            decide(sight);
        } catch (RuntimeException broken) {
            fail(broken, true);
        }
    }

    private void decide(Sight sight) {
        Token holder = sight.holder();
        String damage = sight.damage();
        if (damage != null) {
            fail(new DataSaveException.InvalidData(damage, null), true);
        } else if (!kind.isRaw() && Departure.of(sight.profile()).isPresent()) {
            follow();
        } else if (Settling.isOpen(sight.profile())) {
            settle();
        } else if (holder == null) {
            taking.take(sight, Acquired.FREE);
        } else if (holder.isSameSession(token)) {
            Acquired how = contest.isClaiming() ? Acquired.HANDOVER : Acquired.FREE;
            contest.answered(sight);
            if (holder.incarnation().equals(sight.own())) {
                tokenUnder(sight.own());
                taking.takeOver(sight.profile().orElseThrow(), how);
            } else {
                taking.take(sight, how); // named under an incarnation whose lease was lost meanwhile (P3)
            }
        } else if (holder.incarnation().equals(sight.own())) {
            taking.take(sight, Acquired.FREE); // left over by this server: what it still uses was awaited before
        } else if (sight.lease().isEmpty()) {
            taking.take(sight, Acquired.TAKEOVER);
        } else {
            held(sight, holder);
        }
    }

    /** The profile was moved to another key (P15): finishes the move if need be, and answers where the profile is. */
    private void follow() {
        loop.port()
                .call(
                        storage -> new Settling(storage, loop.ids()::writeId).follow(id),
                        now -> unlessAnswered(() -> {
                            if (now.equals(id)) {
                                look(); // it has come back meanwhile, or was erased
                            } else {
                                cancel(new NotLoadedReason.Moved(now.key()));
                            }
                        }),
                        failure -> unlessAnswered(() -> sawNothing(failure)));
    }

    /** The profile was moved to this key, and the move is not finished (P15): finishes it, and looks again. */
    private void settle() {
        loop.port()
                .call(
                        storage -> new Settling(storage, loop.ids()::writeId).steps(id),
                        done -> look(),
                        failure -> unlessAnswered(() -> sawNothing(failure)));
    }

    private void held(Sight sight, Token holder) {
        Entry profile = sight.profile().orElseThrow();
        Holder by =
                new Holder(sight.lease().map(Leases::serverName).orElse("?"), holder.incarnation(), profile.updated());
        boolean isNew = !Optional.of(by.incarnation()).equals(lastHolder.map(Holder::incarnation));
        lastHolder = Optional.of(by);
        int reader = EntryFormat.of(profile).counters().oldestReader();
        int schema = kind.format().readableSchema();
        if (reader > schema) {
            cancel(new NotLoadedReason.NewerSchema(reader, schema));
        } else if (!isNew && contest.isWaiting(sight, holder) && watch.looks() % 8 != 0) {
            lookLater(sight);
        } else {
            ask(lastHolder, answer -> {
                switch (answer) {
                    case CANCEL -> cancel(new NotLoadedReason.Held(by));
                    case REPEAT -> watch.later();
                    case STEAL -> taking.take(sight, Acquired.STEAL);
                    case FORCE_LOAD -> contend(sight, holder);
                }
            });
        }
    }

    private boolean isSilent(Sight sight) {
        return sight.lease().filter(loads.leases()::isSilent).isPresent();
    }

    private void lookLater(Sight sight) {
        if (isSilent(sight)) {
            Entry lease = sight.lease().orElseThrow();
            watch.laterForSilent(lease.id().key(), loads.leases().untilDead(lease));
        } else {
            watch.later();
        }
    }

    private void contend(Sight sight, Token holder) {
        switch (contest.next(sight, holder, tokenUnder(sight.own()), options.stealAfter())) {
            case Contest.Wait wait -> lookLater(sight);
            case Contest.Steal steal -> taking.take(sight, Acquired.STEAL);
            case Contest.Lost lost -> cancel(lost.reason());
            case Contest.Place place when !contest.isClaiming() && isSilent(sight) -> lookLater(sight);
            case Contest.Place place -> {
                contest.place(place, watch::fresh);
                watch.later();
            }
        }
    }

    /** Asks the options' policy, on a user thread if it is a function, and goes on with its answer unless the load was answered meanwhile. */
    void ask(Optional<Holder> holder, Consumer<WhenHeld> then) {
        Optional<WhenHeld> known = options.knownAnswer(holder);
        if (known.isPresent()) {
            unlessAnswered(() -> then.accept(known.get()));
            return;
        }
        loop.elsewhere(
                () -> Objects.requireNonNull(
                        options.policy().apply(holder), "whenHeld: found null, expected an answer"),
                answer -> unlessAnswered(() -> then.accept(answer)),
                thrown -> cancel(new NotLoadedReason.Unavailable(thrown)));
    }

    /** Answers with the profile, which this server owns now. */
    void deliver(Session<T> session, Acquired how) {
        deadline.cancel();
        on(LoadState.Event.DELIVERED);
        Duration took = Duration.ofNanos(loop.environment().monotonicNanos() - begun);
        loop.tallies().loaded(how, took);
        loads.sessions().opened(session);
        if (!session.token().incarnation().equals(loop.ids().incarnation())) {
            session.reattach(); // the lease was lost between the write and now (P3)
        }
        loop.events().tell(listener -> listener.acquired(session.profileId(), how, took));
        loop.elsewhere(
                () -> future.complete(new LoadResult.Loaded<>(session.profile())),
                isTaken -> {
                    if (!isTaken) {
                        var unused = session.releaseAsync(ReleaseReason.RELEASED);
                    }
                },
                future::completeExceptionally);
    }
}
