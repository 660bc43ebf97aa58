package dev.datasave.engine.load;

import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.handover.Holdings;
import dev.datasave.engine.handover.Inbox;
import dev.datasave.engine.lease.Lease;
import dev.datasave.engine.lease.Leases;
import dev.datasave.engine.loop.Loop;
import dev.datasave.engine.session.Kind;
import dev.datasave.engine.session.LiveProfile;
import dev.datasave.engine.session.Session;
import dev.datasave.engine.session.SessionWatcher;
import dev.datasave.engine.session.Sessions;
import dev.datasave.engine.spool.Spool;
import dev.datasave.spi.EntryId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loads of this server: for each profile at most one whose turn it is, and one that waits for its turn. Loop only, unless a method says
 * otherwise.
 */
public final class Loads implements Holdings, SessionWatcher {
    private final Loop loop;
    private final Lease lease;
    private final Leases leases;
    private final Inbox inbox;
    private final Spool spool;
    private final Sessions sessions;
    private final Lookout lookout;
    private final Map<EntryId, Load<?>> loads = new HashMap<>();
    private final Map<EntryId, Load<?>> waiting = new HashMap<>();
    private Runnable whenEmpty = () -> {};

    public Loads(Loop loop, Lease lease, Leases leases, Inbox inbox, Spool spool, Sessions sessions) {
        this.loop = loop;
        this.lease = lease;
        this.leases = leases;
        this.inbox = inbox;
        this.spool = spool;
        this.sessions = sessions;
        this.lookout = new Lookout(loop, lease, leases);
    }

    Loop loop() {
        return loop;
    }

    Lease lease() {
        return lease;
    }

    Leases leases() {
        return leases;
    }

    Inbox inbox() {
        return inbox;
    }

    Spool spool() {
        return spool;
    }

    public Sessions sessions() {
        return sessions;
    }

    Lookout lookout() {
        return lookout;
    }

    /** Loads a profile. The future is the load's handle: if it is completed in any way, the load ends. May be called from any thread. */
    public <T> CompletableFuture<LoadResult<T>> load(Kind<T> kind, EntryId id, LoadOptions options) {
        return load(kind, id, options, ReleaseReason.REPLACED);
    }

    private <T> CompletableFuture<LoadResult<T>> load(
            Kind<T> kind, EntryId id, LoadOptions options, ReleaseReason endsAs) {
        CompletableFuture<LoadResult<T>> future = loop.future();
        loop.environment().onLoop(() -> begin(kind, id, options, endsAs, future));
        if (loop.isClosing()) {
            future.complete(new LoadResult.NotLoaded<>(new NotLoadedReason.Closing()));
        }
        return future;
    }

    private <T> void begin(
            Kind<T> kind,
            EntryId id,
            LoadOptions options,
            ReleaseReason endsAs,
            CompletableFuture<LoadResult<T>> future) {
        if (future.isDone()) {
            return;
        }
        if (loop.isClosing()) {
            kind.publication().loadFailed(id.key(), new NotLoadedReason.Closing());
            loop.answer(future, new LoadResult.NotLoaded<>(new NotLoadedReason.Closing()));
            return;
        }
        Load<T> load = new Load<>(this, kind, id, options, endsAs, future);
        Load<?> older = waiting.put(id, load);
        if (older != null) {
            older.cancel(new NotLoadedReason.Superseded());
        }
        var unused = future.whenComplete(
                (result, failure) -> loop.environment().onLoop(() -> load.cancel(new NotLoadedReason.Cancelled())));
        loop.tallies().loadBegun();
        load.start();
    }

    /**
     * Takes a profile for this server's own work. One of the three callbacks is called, on the loop.
     *
     * @param endsAs what a session of this server is told that ends for it
     */
    public <T> void take(
            Kind<T> kind,
            EntryId id,
            LoadOptions options,
            ReleaseReason endsAs,
            Consumer<Session<T>> taken,
            Consumer<NotLoadedReason> notTaken,
            Consumer<Throwable> failed) {
        var unused = load(kind, id, options, endsAs)
                .whenComplete((result, failure) -> loop.environment().onLoop(() -> {
                    switch (result) {
                        case null -> failed.accept(failure);
                        case LoadResult.Loaded<T>(var profile)
                        when profile instanceof LiveProfile<T> live -> taken.accept(live.session());
                        case LoadResult.Loaded<T> other ->
                            throw new IllegalStateException("profile " + id
                                    + ": found a profile object of another kind, expected the engine's");
                        case LoadResult.NotLoaded<T>(var reason) -> notTaken.accept(reason);
                    }
                }));
    }

    /** Ends the profile's load or session, whichever there is. The future completes with the outcome of the session's last save. */
    public void release(EntryId id, CompletableFuture<Optional<SaveResult>> done) {
        Load<?> next = waiting.get(id);
        if (next != null) {
            next.cancel(new NotLoadedReason.Cancelled());
        }
        Session<?> session = sessions.session(id);
        if (isLoading(id)) {
            whenSettled(id, () -> release(id, done));
            cancel(id, new NotLoadedReason.Cancelled());
        } else if (session != null) {
            var unused = session.ended(ReleaseReason.RELEASED).thenAccept(result -> done.complete(Optional.of(result)));
        } else {
            loop.answer(done, Optional.empty());
        }
    }

    /** The load whose turn it is. */
    @Nullable
    Load<?> current(EntryId id) {
        return loads.get(id);
    }

    /** Whether the profile is being loaded, by a load whose turn it is. */
    public boolean isLoading(EntryId id) {
        return loads.containsKey(id);
    }

    /** Runs the step when the load whose turn it is is over; at once if there is none. */
    public void whenSettled(EntryId id, Runnable step) {
        Load<?> load = loads.get(id);
        if (load == null) {
            step.run();
        } else {
            load.whenSettled(step);
        }
    }

    /** Cancels the load whose turn it is. */
    void cancel(EntryId id, NotLoadedReason reason) {
        Load<?> load = loads.get(id);
        if (load != null) {
            load.cancel(reason);
        }
    }

    void takesTurn(Load<?> load) {
        waiting.remove(load.id(), load);
        loads.put(load.id(), load);
    }

    void remove(Load<?> load) {
        waiting.remove(load.id(), load);
        loads.remove(load.id(), load);
        checkEmpty();
    }

    @Override
    public boolean uses(EntryId id, Token token) {
        Session<?> session = sessions.session(id);
        Load<?> load = loads.get(id);
        return (session != null && session.token().isSameSession(token))
                || (load != null && load.token().isSameSession(token))
                || spool.holds(id, token);
    }

    @Override
    public Optional<? extends Holding> session(EntryId id) {
        return Optional.ofNullable(sessions.session(id));
    }

    /** Answers a claim that came while the profile was loading. */
    @Override
    public void opened(Session<?> session) {
        inbox.opened(session.id());
    }

    @Override
    public void ended(Session<?> session, boolean isSaved) {}

    /** A signal came; a load may be able to go on. */
    public void wake() {
        List.copyOf(loads.values()).forEach(Load::wake);
    }

    /** A server's lease was removed, so its profiles are free. */
    public void buried(String incarnation) {
        List.copyOf(loads.values()).forEach(load -> load.buried(incarnation));
    }

    /** Answers all loads, because the server is closing. Some may be settled later. */
    public void cancelAll() {
        all().forEach(load -> load.cancel(new NotLoadedReason.Closing()));
    }

    /** Runs {@code whenDone} when no load is left. */
    public void close(Runnable whenDone) {
        whenEmpty = whenDone;
        checkEmpty();
    }

    /** The time for closing is over: nothing waits for a load any longer. */
    public void giveUp() {
        loop.forEach(all(), Load::giveUp);
    }

    private List<Load<?>> all() {
        return Stream.concat(waiting.values().stream(), loads.values().stream()).toList();
    }

    private void checkEmpty() {
        if (loop.isClosing() && loads.isEmpty() && waiting.isEmpty()) {
            Runnable then = whenEmpty;
            whenEmpty = () -> {};
            then.run();
        }
    }
}
