package dev.datasave.engine.session;

import dev.datasave.ProfileId;
import dev.datasave.ProfileInfo;
import dev.datasave.ProfileState;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.engine.data.Opened;
import dev.datasave.engine.entry.Addresses;
import dev.datasave.engine.entry.EntryFormat;
import dev.datasave.engine.entry.Meta;
import dev.datasave.engine.entry.Stored;
import dev.datasave.engine.entry.Token;
import dev.datasave.engine.handover.Claim;
import dev.datasave.engine.handover.Holdings;
import dev.datasave.engine.handover.Strays;
import dev.datasave.engine.lease.Lease;
import dev.datasave.engine.live.LiveState;
import dev.datasave.engine.loop.Loop;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The loop's side of a session. {@link Chain} knows the stored revision, {@link Saver} decides whose turn it is to write, and {@link Ending} takes
 * over when the session ends. Methods are called on the loop unless they say otherwise.
 */
public final class Session<T> implements Holdings.Holding {
    private final Sessions sessions;
    private final Kind<T> kind;
    private final EntryId id;
    private final LiveState<T> state;
    private final LiveProfile<T> profile;
    private final Chain chain;
    private final Optional<Executor> home;
    private @Nullable Saver<T> saver; // of a session that is being saved
    private volatile @Nullable Listeners listeners; // of one that has some
    private int place;
    private boolean isPublished;
    private @Nullable Ending<T> ending;
    private volatile @Nullable SaveResult outcome;

    public Session(
            Sessions sessions, Kind<T> kind, Entry entry, Token token, Opened<T> opened, Optional<Executor> home) {
        this.sessions = sessions;
        this.kind = kind;
        this.id = entry.id();
        Stored found = Stored.of(entry, token.incarnation());
        EntryFormat format = found.format().withSchema(opened.schema(), opened.oldestReader());
        this.chain = new Chain(this, token, found.with(format));
        this.home = home;
        this.state =
                new LiveState<>(id, kind.format().forKey(id.key()), lease(), opened, Meta.of(entry.content(), format));
        this.profile = new LiveProfile<>(this);
    }

    public EntryId id() {
        return id;
    }

    public ProfileId profileId() {
        return Addresses.profile(id);
    }

    public Sessions sessions() {
        return sessions;
    }

    Loop loop() {
        return sessions.loop();
    }

    Lease lease() {
        return sessions.lease();
    }

    Strays strays() {
        return sessions.inbox().strays();
    }

    public Kind<T> kind() {
        return kind;
    }

    public LiveState<T> state() {
        return state;
    }

    public LiveProfile<T> profile() {
        return profile;
    }

    /** The listeners, to add some or to end. From any thread. */
    synchronized Listeners listeners() {
        Listeners all = listeners;
        if (all == null) {
            all = new Listeners();
            listeners = all;
        }
        return all;
    }

    /** The listeners, to be called. From any thread. */
    private Listeners heard() {
        Listeners all = listeners;
        return all == null ? Listeners.NONE : all;
    }

    /** Where {@link Autosave} keeps this session. */
    int place() {
        return place;
    }

    void place(int newPlace) {
        place = newPlace;
    }

    public Optional<Executor> home() {
        return home;
    }

    public Chain chain() {
        return chain;
    }

    Saver<T> saver() {
        Saver<T> now = saver;
        if (now == null) {
            now = new Saver<>(this);
            saver = now;
        }
        return now;
    }

    /** That saver has nothing to do and nothing to remember. */
    @SuppressWarnings("ReferenceEquality") // another one may be at work by now
    void dismiss(Saver<T> idle) {
        if (saver == idle) {
            saver = null;
        }
    }

    private List<CompletableFuture<SaveResult>> takeWaiters() {
        return saver == null ? List.of() : saver.takeWaiters();
    }

    Snapshots<T> snapshots() {
        return new Snapshots<>(this, state, home);
    }

    Losses<T> losses() {
        return new Losses<>(this);
    }

    @Override
    public Token token() {
        return chain.token();
    }

    public Stored stored() {
        return chain.stored();
    }

    @Nullable
    Ending<T> ending() {
        return ending;
    }

    public boolean isDetached() {
        return state.phase() == LiveState.Phase.DETACHED;
    }

    /** Whether the game may edit the profile at this moment. */
    public boolean isActive() {
        return ending == null && state.state() == ProfileState.ACTIVE;
    }

    /** Whether messages can be delivered: the game has the profile, and the session isn't ending. */
    public boolean takesMail() {
        return ending == null && !kind.isRaw();
    }

    /** The session is over. Later calls are answered at once with this result, also after the server has closed. */
    void over(SaveResult result) {
        outcome = result;
        saver().refuseReservations();
    }

    /** The stored revision, as the result of a save. */
    public SaveResult.Saved saved() {
        Stored now = chain.stored();
        return new SaveResult.Saved(now.revision(), now.updated());
    }

    /** From any thread. */
    ProfileInfo info() {
        Stored now = chain.stored();
        Meta meta = state.meta();
        return new ProfileInfo(
                id.store(),
                id.key(),
                now.revision(),
                now.format().counters().loads(),
                now.format().memory().way().born(now.created()),
                now.updated(),
                meta.userIds(),
                meta.metadata(),
                profile.score(),
                state.phase() == LiveState.Phase.GONE
                        ? Optional.empty()
                        : Optional.of(loop().ids().self(now.updated())));
    }

    /** From any thread. */
    void publish() {
        kind.publication().shown(profile); // at once, so that the caller finds it when this returns
        loop().environment().onLoop(() -> {
            if (ending != null) {
                kind.publication().unpublished(profile);
            } else if (!isPublished) {
                isPublished = true;
                kind.publication().published(profile);
            }
        });
    }

    /** From any thread: runs one listener where listeners run. */
    void tell(String what, Runnable listener) {
        loop().home().run(home, profileId(), what, guarded(listener), inTime -> {});
    }

    /** Wraps the listener, so that an exception that it throws becomes an event. */
    public Runnable guarded(Runnable listener) {
        return () -> {
            try {
                listener.run();
            } catch (Throwable thrown) {
                loop().events().listenerFailed(profileId(), thrown);
            }
        };
    }

    /** Runs the {@code onSave} listeners, then goes on. */
    public void runOnSave(Runnable then) {
        List<Runnable> before = heard().save();
        if (before.isEmpty()) {
            then.run();
        } else {
            Runnable all = () -> before.forEach(listener -> guarded(listener).run());
            loop().home().run(home, profileId(), "onSave", all, inTime -> then.run());
        }
    }

    /** From any thread. */
    public CompletableFuture<SaveResult> saveAsync() {
        return ask(result -> {
            Ending<T> end = ending;
            if (end != null) {
                end.whenDone(result);
            } else {
                saver().save(result);
            }
        });
    }

    /** From any thread: refuses edits from now on and ends the session. */
    public CompletableFuture<SaveResult> releaseAsync(ReleaseReason reason) {
        if (outcome == null) {
            state.stopEdits();
        }
        return ask(result -> end(reason).whenDone(result));
    }

    private CompletableFuture<SaveResult> ask(Consumer<CompletableFuture<SaveResult>> question) {
        SaveResult over = outcome;
        if (over != null) {
            return CompletableFuture.completedFuture(over);
        }
        CompletableFuture<SaveResult> result = loop().future();
        loop().environment().onLoop(() -> question.accept(result));
        return result;
    }

    /** Saves in the background, if the profile may have changed. */
    void autosave() {
        if (ending == null && state.mayDiffer() && !saver().isBusy()) {
            saver().want();
        }
    }

    /** Writes the session again under the server's current incarnation (P3). */
    public void reattach() {
        if (ending == null) {
            chain.reattach();
            state.detached(true);
            lease().whenValid(() -> saver().want());
        }
    }

    /** A state was stored: tells the game. */
    void tellAfterSave() {
        SaveResult.Saved saved = saved();
        List<Consumer<SaveResult.Saved>> after = heard().afterSave();
        if (!after.isEmpty()) {
            tell("onAfterSave", () -> after.forEach(listener -> listener.accept(saved)));
        }
    }

    /** A write was stored: tells listeners and watchers, and ends the wait for a new incarnation. */
    void afterSave() {
        tellAfterSave();
        sessions.tellWatchers(watcher -> watcher.saved(this));
        boolean isOurs =
                chain.isAttached() && token().incarnation().equals(loop().ids().incarnation());
        if (isDetached() && isOurs) {
            state.detached(false);
            resumed();
        }
    }

    /** Another session holds the profile now (P1, P8), so this one can write nothing any more. */
    void lost(ReleaseReason reason, List<CompletableFuture<SaveResult>> asked) {
        Ending<T> end = ending;
        if (end == null) {
            end = new Ending<>(this, reason);
            ending = end;
        }
        takeWaiters().forEach(end::whenDone);
        asked.forEach(end::whenDone);
        end.lost(reason);
    }

    @Override
    public EntryFormat format() {
        return chain.stored().format();
    }

    @Override
    public boolean mayHandOver() {
        return lease().isValid() && !isDetached();
    }

    @Override
    public void stolen() {
        lost(ReleaseReason.STOLEN, List.of());
    }

    /** The user ids, metadata and the like that are saved beside the data. From any thread. */
    public Meta meta() {
        return state.meta();
    }

    /** Whether the stored state is that of a revision which an operator saw: nothing was stored since but that the profile was taken. */
    public boolean isAt(long revision) {
        return chain.isAt(revision);
    }

    /** Whether the session's end has begun. */
    public boolean isEnding() {
        return ending != null;
    }

    /** Whether it has ended by removing its profile. */
    public boolean hasRemoved() {
        return ending != null && ending.hasRemoved();
    }

    /** Runs the step when the session is gone; at once if its end has not begun. */
    public void whenEnded(Runnable step) {
        Ending<T> end = ending;
        if (end == null) {
            step.run();
        } else {
            end.thenRun(step);
        }
    }

    /** Begins the end, and runs the step when the session is gone. */
    public void endThen(ReleaseReason reason, Runnable then) {
        end(reason).thenRun(then);
    }

    /** Begins the end, or waits for an end that has begun. The future completes on a user thread. */
    public CompletableFuture<SaveResult> ended(ReleaseReason reason) {
        CompletableFuture<SaveResult> result = new CompletableFuture<>();
        end(reason).whenDone(result);
        return result;
    }

    /**
     * Changes data and meta together, as one edit, if the meta matches; returns false if not. From any thread.
     *
     * @throws dev.datasave.DataSaveException.NotActive if the profile is suspended or released
     */
    public boolean updateIf(Predicate<Meta> wanted, UnaryOperator<T> change, UnaryOperator<Meta> beside) {
        return state.updateIf(wanted, change, beside);
    }

    /** Whether the game has a listener for replaced data. */
    public boolean isHeardWhenReplaced() {
        return !heard().replaced().isEmpty();
    }

    /** Tells the game that the data was replaced as a whole; false if it has no listener, or the session is ending. */
    public boolean tellReplaced() {
        List<Consumer<T>> replaced = heard().replaced();
        if (ending != null || state.phase() != LiveState.Phase.OPEN || replaced.isEmpty()) {
            return false;
        }
        T data = state.handOut();
        replaced.forEach(listener -> tell("onReplaced", () -> listener.accept(data)));
        return true;
    }

    /** Begins the end; every call returns the same end. */
    public Ending<T> end(ReleaseReason reason) {
        return end(reason, null);
    }

    /** Begins the end by a handover, or turns an end that has begun into one if its last write is not under way yet (P5). */
    @Override
    public void handOver(Claim claim) {
        end(ReleaseReason.HANDED_OVER, claim);
    }

    /** Begins the end with a last write of the given kind; false if the last write is under way already with another. */
    public boolean endAs(ReleaseReason reason, Finale finale) {
        return end(reason, null, finale).isTurnedInto(finale);
    }

    private Ending<T> end(ReleaseReason reason, @Nullable Claim claim) {
        return end(reason, claim, Finale.STATE);
    }

    private Ending<T> end(ReleaseReason reason, @Nullable Claim claim, Finale finale) {
        Ending<T> end = ending;
        if (end != null) {
            if (claim != null) {
                end.handTo(claim);
            }
            if (finale != Finale.STATE) {
                end.turnInto(finale);
            }
        } else {
            end = new Ending<>(this, reason);
            ending = end;
            end.turnInto(finale);
            if (claim != null) {
                end.handTo(claim);
            }
            takeWaiters().forEach(end::whenDone);
            end.begin();
        }
        return end;
    }

    /** The lease has ended. */
    public void suspended() {
        if (ending == null && !state.isInTrouble()) {
            tellSuspended();
        }
    }

    void tellSuspended() {
        heard().suspended().forEach(listener -> tell("onSuspended", listener));
    }

    public void resumed() {
        if (ending == null && state.phase() == LiveState.Phase.OPEN && !state.isInTrouble()) {
            heard().resumed().forEach(listener -> tell("onResumed", listener));
            sessions.tellWatchers(watcher -> watcher.resumed(this));
        }
    }
}
