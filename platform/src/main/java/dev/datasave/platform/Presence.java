package dev.datasave.platform;

import dev.datasave.LoadOptions;
import dev.datasave.LoadResult;
import dev.datasave.NotLoadedReason;
import dev.datasave.Profile;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.platform.PresenceState.Event;
import dev.datasave.platform.Reason.Kind;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from asking to come in until nothing of it is held any more. {@link PresenceState} says what leads where; this class does what
 * belongs to each step. A step is decided under the lock, and carried out after it, on the thread of the event: nothing in it waits.
 *
 * <p>The answer is given once, and decided at the moment at which it is given: whoever has left by then is refused. Who was let in and has to leave is
 * kicked once, in the task in which the session's last listeners run. If the game's thread does not run that task, he is kicked when the profile is free.
 */
final class Presence<T, P> {
    private final Premises<T, P> premises;
    private final P connection;
    private final String key;
    private final LoadOptions options;
    private final CompletableFuture<Arrival<T>> answer = new CompletableFuture<>();
    private final CompletableFuture<Optional<SaveResult>> end = new CompletableFuture<>();

    // guarded by the lock
    private PresenceState state = PresenceState.LOADING;
    private boolean hasArrived;
    private boolean isClosed;
    private boolean wasKicked;
    private boolean isNew;
    private @Nullable Arrival<T> given;
    private @Nullable Reason reason;
    private @Nullable NotLoadedReason notLoaded;
    private @Nullable CompletableFuture<LoadResult<T>> load;
    private @Nullable Profile<T> profile;

    Presence(Premises<T, P> premises, P connection, String key, LoadOptions options) {
        this.premises = premises;
        this.connection = connection;
        this.key = key;
        this.options = options;
    }

    P connection() {
        return connection;
    }

    String key() {
        return key;
    }

    /** The answer; not the caller's to complete. */
    CompletableFuture<Arrival<T>> answer() {
        return waitable(answer);
    }

    /** The same as a future of DataSave, which may be waited for on a home thread, because it runs what waits for that thread. */
    <R> CompletableFuture<R> waitable(CompletableFuture<R> source) {
        CompletableFuture<?> kind = locked(() -> load == null ? source : load);
        CompletableFuture<R> waitable = kind.newIncompleteFuture();
        CompletableFuture<?> unused = source.thenAccept(waitable::complete);
        return waitable;
    }

    /** Whether the load has begun. */
    boolean hasBegun() {
        return locked(() -> load != null);
    }

    /** Completes when the connection holds nothing any more, with the outcome of the release if there was a profile. */
    CompletableFuture<Optional<SaveResult>> end() {
        return end;
    }

    PresenceState state() {
        return locked(() -> state);
    }

    /** The profile, if the player may be in the game. */
    Optional<Profile<T>> shown() {
        return locked(() -> state.isIn() ? Optional.ofNullable(profile) : Optional.empty());
    }

    /** Whether there was ever a profile. */
    boolean hadProfile() {
        return locked(() -> profile != null);
    }

    /** Begins the load, or takes over the one of an expected player, unless the player has left meanwhile. */
    void load() {
        Optional<CompletableFuture<LoadResult<T>>> begun = locked(() -> {
            if (state != PresenceState.LOADING) {
                return Optional.empty();
            }
            load = premises.expected()
                    .take(key)
                    .orElseGet(() -> premises.store().loadProfileAsync(key, options));
            return Optional.of(load);
        });
        if (begun.isPresent()) {
            CompletableFuture<?> unused = begun.get().whenComplete(this::loaded);
        }
    }

    private void loaded(@Nullable LoadResult<T> result, @Nullable Throwable thrown) {
        switch (result) {
            case LoadResult.Loaded<T>(var loaded) -> {
                boolean isFirstLoad = loaded.info().loads() == 1;
                note(() -> {
                    isNew = isFirstLoad;
                    profile = loaded;
                });
                happens(Event.LOADED);
            }
            case LoadResult.NotLoaded<T>(var why) -> {
                note(() -> notLoaded = why);
                happens(Event.NOT_LOADED, Reason.of(why));
            }
            case null -> {
                boolean isCancelled = thrown instanceof CancellationException;
                if (!isCancelled && thrown != null) {
                    premises.problem().accept("load of " + key + " failed", thrown);
                }
                happens(Event.NOT_LOADED, Reason.of(isCancelled ? Kind.RELEASED : Kind.UNAVAILABLE));
            }
        }
    }

    /** An event that is no reason to leave. */
    void happens(Event event) {
        happens(event, Reason.of(Kind.RELEASED));
    }

    /**
     * Something happens, on any thread.
     *
     * @param why what the player is told if he has to leave for it
     */
    void happens(Event event, Reason why) {
        Runnable effect = locked(() -> step(event, why));
        effect.run();
    }

    private Runnable step(Event event, Reason why) {
        hasArrived |= event == Event.ARRIVED;
        isClosed |= event == Event.GONE;
        PresenceState before = state;
        state = before.after(event);
        boolean isLetIn = state == PresenceState.LET_IN && before != state;
        if (isLetIn && hasArrived) {
            state = state.after(Event.ARRIVED);
        }
        if (!state.isWanted() && reason == null) {
            reason = why;
        }
        if (state == before) {
            return () -> {};
        }
        return switch (state) {
            case LOADING -> () -> {};
            case PREPARING -> this::prepare;
            case LET_IN, PLAYING -> isLetIn ? this::letIn : premises.playing();
            case CANCELLED -> this::cancel;
            case LEAVING -> this::release;
            case OVER -> this::over;
        };
    }

    private void prepare() {
        Profile<T> loaded = profile();
        loaded.onRelease(this::released);
        try {
            premises.prepare().accept(connection, loaded);
        } catch (Throwable thrown) {
            premises.problem().accept("profile " + key + " was not let in", thrown);
            happens(Event.FAILED, Reason.of(Kind.GAME_FAILED));
        }
        happens(Event.READY);
    }

    private void letIn() {
        profile().cache();
        premises.elsewhere(this::give);
        premises.timer().accept(options.timeout(), () -> happens(Event.LATE, Reason.of(Kind.NEVER_ARRIVED)));
        if (state() == PresenceState.PLAYING) {
            premises.playing().run();
        }
    }

    private void cancel() {
        Optional<CompletableFuture<LoadResult<T>>> begun = locked(() -> Optional.ofNullable(load));
        begun.ifPresentOrElse(future -> future.cancel(false), () -> happens(Event.NOT_LOADED));
    }

    private void release() {
        premises.elsewhere(this::give);
        CompletableFuture<?> unused = profile().releaseAsync().whenComplete((result, thrown) -> {
            kick();
            happens(Event.FREED);
            end.complete(Optional.ofNullable(result));
        });
    }

    private void over() {
        premises.elsewhere(this::give);
        premises.over().accept(this);
        if (!hadProfile()) {
            end.complete(Optional.empty());
        }
    }

    /** The session has ended, by us or by others. Runs where the listeners of the profile run. */
    private void released(ReleaseReason why) {
        happens(Event.ENDED, Reason.of(why));
        kick();
    }

    /** Tells the server to kick the player, once, if he was let in and has not left. */
    private void kick() {
        Optional<Reason> why = locked(() -> {
            boolean isToGo = given instanceof Arrival.LetIn && !isClosed && !wasKicked;
            wasKicked |= isToGo;
            return isToGo ? Optional.ofNullable(reason) : Optional.empty();
        });
        why.ifPresent(told -> {
            try {
                premises.kick().accept(connection, told);
            } catch (Throwable thrown) {
                premises.problem().accept("player of " + key + " was not kicked", thrown);
            }
        });
    }

    /** Gives the answer as it is right now, unless it is given. */
    private void give() {
        Arrival<T> now = locked(() -> {
            if (given == null) {
                given = state.isIn()
                        ? new Arrival.LetIn<>(profile(), isNew)
                        : new Arrival.Refused<>(whyRefused(), Optional.ofNullable(notLoaded));
            }
            return given;
        });
        answer.complete(now);
    }

    private Reason whyRefused() {
        return reason == null ? Reason.of(Kind.RELEASED) : reason;
    }

    private Profile<T> profile() {
        Profile<T> loaded = locked(() -> profile);
        if (loaded == null) {
            throw new IllegalStateException("player of " + key + ": found no profile, expected one once it is loaded");
        }
        return loaded;
    }

    private void note(Runnable change) {
        locked(() -> {
            change.run();
            return true;
        });
    }

    private <R extends @Nullable Object> R locked(Supplier<R> look) {
        premises.lock().lock();
        try {
            return look.get();
        } finally {
            premises.lock().unlock();
        }
    }
}
