package dev.datasave.engine.load;

import dev.datasave.DataSaveException;
import dev.datasave.DataSaveListener.Acquired;
import dev.datasave.Holder;
import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.ReleaseReason;
import dev.datasave.WhenHeld;
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
 * One load, from the call to the answer: whose turn it is, and what to do about what it sees.
 *
 * <ol>
 *   <li>Wait for the turn: end or await what this server has of the profile itself. The time-out runs from the beginning.
 *   <li>Look ({@link Lookout}, {@link Sight}). Free, absent, or held by a dead server: take it ({@link Taking}, P4). Held by a living one: ask the
 *       options' policy, claim it (P5, {@link Contest}), look again.
 *   <li>Named as holder: deliver.
 * </ol>
 *
 * <p>{@link LoadState} tells how far it is. The answer may come before the load is settled: a write whose outcome is unknown is followed up, and what
 * nobody takes is freed. Loop only.
 */
final class Load<T> {
    private final Loads loads;
    private final Loop loop;
    private final Kind<T> kind;
    private final EntryId id;
    private final LoadOptions options;
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

    Load(Loads loads, Kind<T> kind, EntryId id, LoadOptions options, CompletableFuture<LoadResult<T>> future) {
        this.loads = loads;
        this.loop = loads.loop();
        this.kind = kind;
        this.id = id;
        this.options = options;
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

    /** The token as it is written under that incarnation. */
    Token tokenUnder(String incarnation) {
        token = token.under(incarnation);
        return token;
    }

    /** Who held the profile at the last look, if another server did. */
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

    /** Goes on as the table says; once nothing of it is left, whoever waits for that goes on. */
    void on(LoadState.Event event) {
        boolean wasOver = state.isOver();
        state = LoadState.TABLE.next(state, event, loop.events(), id);
        if (state.isOver() && !wasOver) {
            contest.withdraw(token);
            loads.remove(this);
            loop.forEach(whenSettled, Runnable::run);
        }
    }

    /** Begins as the newest load of its key: an older one that has not ended is superseded, and awaited. */
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

    /** The key is active here: its session ends first, or the load is refused. */
    private void afterSession(Session<?> session) {
        if (session.isEnding()) {
            session.whenEnded(this::begin);
            return;
        }
        Holder self = loop.ids().self(session.stored().updated());
        ask(Optional.of(self), answer -> {
            if (answer == WhenHeld.FORCE_LOAD || answer == WhenHeld.STEAL) {
                session.endThen(ReleaseReason.REPLACED, this::begin);
            } else {
                cancel(new NotLoadedReason.Held(self));
            }
        });
    }

    private void timedOut() {
        Throwable failure = lastFailure;
        if (failure == null && !loads.lease().isValid()) {
            failure = new DataSaveException.StorageFailed(
                    "server " + loop.ids().serverName() + ": found no valid lease", null);
        }
        cancel(failure != null ? new NotLoadedReason.Unavailable(failure) : new NotLoadedReason.TimedOut(lastHolder));
    }

    /** A signal came: what is waited for may be there. */
    void wake() {
        if (contest.isClaiming() || lastHolder.isPresent()) {
            watch.wake();
        }
    }

    /** That server is dead: if it is the one that is waited for, its profile is free. */
    void buried(String incarnation) {
        if (lastHolder.filter(by -> by.incarnation().equals(incarnation)).isPresent()) {
            watch.wakeNow();
        }
    }

    /** Answers with the reason at once; frees what was taken, or will turn out to be. */
    void cancel(NotLoadedReason reason) {
        if (!state.isAnswered()) {
            deadline.cancel();
            kind.publication().loadFailed(id.key(), reason);
            loop.answer(future, new LoadResult.NotLoaded<>(reason));
        }
        watch.stop();
        boolean wasOwned = state == LoadState.OWNS;
        on(LoadState.Event.CANCELLED);
        if (wasOwned) {
            taking.free();
        }
    }

    /** The time for closing is over: whoever waits behind this load waits no longer. */
    void giveUp() {
        on(LoadState.Event.GIVEN_UP);
    }

    /** Runs when this load has left nothing behind that another could stumble over. */
    void whenSettled(Runnable step) {
        whenSettled.add(step);
    }

    /** Looks as soon as it can, unless it was answered meanwhile. */
    void look() {
        unlessAnswered(watch::now);
    }

    /** A write or a look failed; it is tried again. */
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
            cancel(Kind.reasonOf(broken, true));
        }
    }

    private void decide(Sight sight) {
        Token holder = sight.holder();
        if (holder == null) {
            taking.take(sight, Acquired.FREE);
        } else if (holder.isSameSession(token)) {
            Acquired how = contest.isClaiming() ? Acquired.HANDOVER : Acquired.FREE;
            if (holder.incarnation().equals(sight.own())) {
                tokenUnder(sight.own());
                taking.takeOver(sight.profile().orElseThrow(), how);
            } else {
                taking.take(sight, how); // named under an incarnation whose lease was lost meanwhile (P3)
            }
        } else if (holder.incarnation().equals(sight.own())) {
            taking.take(sight, Acquired.FREE); // this server's own leftover: whatever it still used was awaited before
        } else if (sight.lease().isEmpty()) {
            taking.take(sight, Acquired.TAKEOVER);
        } else {
            held(sight, holder);
        }
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
            watch.later();
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

    private void contend(Sight sight, Token holder) {
        switch (contest.next(sight, holder, tokenUnder(sight.own()), options.stealAfter())) {
            case Contest.Wait wait -> watch.later();
            case Contest.Steal steal -> taking.take(sight, Acquired.STEAL);
            case Contest.Lost lost -> cancel(lost.reason());
            case Contest.Place place -> {
                contest.place(place, watch::fresh);
                watch.later();
            }
        }
    }

    /** Asks the options' policy, on a user thread; goes on if the load has not been answered by then. */
    void ask(Optional<Holder> holder, Consumer<WhenHeld> then) {
        loop.elsewhere(
                () -> Objects.requireNonNull(options.policy().apply(holder), "whenHeld answered null"),
                answer -> unlessAnswered(() -> then.accept(answer)),
                thrown -> cancel(new NotLoadedReason.Unavailable(thrown)));
    }

    /** The profile is this server's, and this load is over. */
    void deliver(Session<T> session, Acquired how) {
        deadline.cancel();
        on(LoadState.Event.DELIVERED);
        loads.sessions().opened(session);
        if (!session.token().incarnation().equals(loop.ids().incarnation())) {
            session.reattach(); // the lease was lost between the write and now (P3)
        }
        Duration took = Duration.ofNanos(loop.environment().monotonicNanos() - begun);
        loop.events().tell(listener -> listener.acquired(session.profileId(), how, took));
        loop.environment().onUserThread(() -> {
            if (!future.complete(new LoadResult.Loaded<>(session.profile()))) {
                var unused = session.releaseAsync(ReleaseReason.RELEASED);
            }
        });
    }
}
