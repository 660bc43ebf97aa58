package dev.datasave.engine;

import dev.datasave.LostUpdate;
import dev.datasave.ProfileId;
import dev.datasave.ProfileInfo;
import dev.datasave.ReleaseReason;
import dev.datasave.SaveResult;
import dev.datasave.spi.Content;
import dev.datasave.spi.Entry;
import dev.datasave.spi.EntryId;
import dev.datasave.spi.Retention;
import dev.datasave.spi.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop's side of a session: which revision is stored, what is being written, and how it ends.
 *
 * <p>At most one snapshot or write is under way; what is asked for meanwhile waits and is answered by the next one, which holds newer state
 * (F9). {@link Ending} takes over when the session is to end. Methods are the loop's unless they say otherwise.
 */
final class Session<T> {
    private final Engine engine;
    private final Store<T> store;
    private final EntryId id;
    private final LiveState<T> state;
    private final LiveProfile<T> profile;
    private final Listeners listeners = new Listeners();
    private final Optional<Executor> home;

    private volatile Token token;
    private volatile Stored stored;
    private List<CompletableFuture<SaveResult>> waiters = List.of();
    private List<CompletableFuture<SaveResult>> underWay = List.of();
    private @Nullable String takenFrom;
    private boolean isWanted;
    private boolean isExplicit;
    private boolean isBusy;
    private boolean isPublished;
    private @Nullable Ending<T> ending;
    private volatile @Nullable SaveResult outcome;

    Session(Engine engine, Store<T> store, Entry entry, Token token, Opened<T> opened, Optional<Executor> home) {
        this.engine = engine;
        this.store = store;
        this.id = entry.id();
        this.token = token;
        Stored found = Stored.of(entry);
        this.stored = found.with(found.format().withSchema(opened.schema(), opened.oldestReader()));
        this.home = home;
        this.state = new LiveState<>(profileId(), store.format(), engine.lease(), opened, entry.content());
        this.profile = new LiveProfile<>(state, this);
    }

    EntryId id() {
        return id;
    }

    ProfileId profileId() {
        return new ProfileId(id.store(), id.key());
    }

    Engine engine() {
        return engine;
    }

    Store<T> store() {
        return store;
    }

    LiveState<T> state() {
        return state;
    }

    LiveProfile<T> profile() {
        return profile;
    }

    Listeners listeners() {
        return listeners;
    }

    Optional<Executor> home() {
        return home;
    }

    Token token() {
        return token;
    }

    Stored stored() {
        return stored;
    }

    @Nullable
    Ending<T> ending() {
        return ending;
    }

    /** The load wrote this session on top of that revision, or of none. */
    void takenFrom(Optional<Entry> superseded) {
        takenFrom = superseded.map(Entry::writeId).orElse("");
    }

    /** The session is over; whoever asks from now on is answered at once, also after the server has closed. */
    void over(SaveResult result) {
        outcome = result;
    }

    boolean isBusy() {
        return isBusy;
    }

    /** Who waits for a save that is being written; if the session ends before that is decided, its end answers them. */
    List<CompletableFuture<SaveResult>> underWay() {
        return isBusy ? underWay : List.of();
    }

    /** From any thread. */
    ProfileInfo info() {
        Stored now = stored;
        return new ProfileInfo(
                id.store(),
                id.key(),
                now.revision(),
                now.format().loads(),
                now.created(),
                now.updated(),
                state.userIds(),
                state.metadata(),
                state.score(),
                state.phase() == LiveState.Phase.GONE ? Optional.empty() : Optional.of(engine.self(now.updated())));
    }

    /** From any thread. */
    void publish() {
        engine.environment().onLoop(() -> {
            if (ending == null && !isPublished) {
                isPublished = true;
                store.published(this);
            }
        });
    }

    /** From any thread: runs one listener where listeners run. */
    void tell(String what, Runnable listener) {
        engine.home().run(home, profileId(), what, guarded(listener), inTime -> {});
    }

    /** The listener, with what it throws turned into an event. */
    Runnable guarded(Runnable listener) {
        return () -> {
            try {
                listener.run();
            } catch (RuntimeException | Error thrown) {
                engine.events().tell(told -> told.listenerFailed(profileId(), thrown));
            }
        };
    }

    /** From any thread. */
    CompletableFuture<SaveResult> saveAsync() {
        SaveResult over = outcome;
        if (over != null) {
            return CompletableFuture.completedFuture(over);
        }
        CompletableFuture<SaveResult> result = new CompletableFuture<>();
        engine.environment().onLoop(() -> save(result));
        return result;
    }

    /** From any thread: edits are refused from here on. */
    CompletableFuture<SaveResult> releaseAsync(ReleaseReason reason) {
        SaveResult over = outcome;
        if (over != null) {
            return CompletableFuture.completedFuture(over);
        }
        CompletableFuture<SaveResult> result = new CompletableFuture<>();
        state.stopEdits();
        engine.environment().onLoop(() -> end(reason).whenDone(result));
        return result;
    }

    private void save(CompletableFuture<SaveResult> waiter) {
        Ending<T> end = ending;
        if (end != null) {
            end.whenDone(waiter);
            return;
        }
        if (waiters.isEmpty()) {
            waiters = new ArrayList<>(1);
        }
        waiters.add(waiter);
        isExplicit = true;
        wantSave();
    }

    /** A save in the background, if there may be something to save. */
    void autosave() {
        if (ending == null && !isBusy && state.mayDiffer()) {
            wantSave();
        }
    }

    /** Writes the session anew under the server's present incarnation (P3). */
    void reattach() {
        if (ending == null) {
            token = token.under(engine.lease().incarnation());
            state.detached(true);
            engine.lease().whenValid(this::wantSave);
        }
    }

    private void wantSave() {
        isWanted = true;
        proceed();
    }

    /** Starts what waits, once nothing is under way. */
    private void proceed() {
        if (isBusy) {
            return;
        }
        Ending<T> end = ending;
        if (end != null) {
            end.proceed();
        } else if (isWanted
                && state.phase() == LiveState.Phase.DETACHED
                && !engine.lease().isValid()) {
            return; // a holder without a lease would count as dead; reattach comes back when there is one
        } else if (isWanted) {
            isWanted = false;
            isBusy = true;
            List<Runnable> before = listeners.save();
            if (before.isEmpty()) {
                takeSnapshot();
            } else {
                Runnable all =
                        () -> before.forEach(listener -> guarded(listener).run());
                engine.home().run(home, profileId(), "onSave", all, inTime -> takeSnapshot());
            }
        }
    }

    private void takeSnapshot() {
        List<CompletableFuture<SaveResult>> asked = waiters;
        underWay = asked;
        boolean power = isExplicit;
        waiters = List.of();
        isExplicit = false;
        boolean detached = state.phase() == LiveState.Phase.DETACHED;
        boolean whole = detached || (power && !stored.isPowerSafe());
        snapshot(
                whole,
                snapshot -> {
                    if (!snapshot.isChanged() && !whole) {
                        answer(asked, new SaveResult.Saved(stored.revision(), stored.updated()));
                        idle();
                    } else {
                        write(
                                snapshot,
                                token,
                                power,
                                nextFormat(false),
                                decision -> decided(snapshot, asked, decision));
                    }
                },
                failure -> {
                    engine.events().tell(listener -> listener.saveFailed(profileId(), failure));
                    asked.forEach(
                            waiter -> engine.environment().onUserThread(() -> waiter.completeExceptionally(failure)));
                    idle();
                });
    }

    /** Freezes the state, off the loop: on the home executor where the data is mutable and there is one. */
    void snapshot(boolean whole, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        Snapshots<T> outcome = new Snapshots<>(state, whole);
        if (home.isPresent() && !store.format().immutable()) {
            engine.home().run(home, profileId(), "reading data for a save", outcome, inTime -> {
                if (inTime) {
                    outcome.answer(then, failed);
                } else {
                    snapshotElsewhere(whole, then, failed);
                }
            });
        } else {
            snapshotElsewhere(whole, then, failed);
        }
    }

    private void snapshotElsewhere(boolean whole, Consumer<Snapshot<T>> then, Consumer<Throwable> failed) {
        Snapshots<T> outcome = new Snapshots<>(state, whole);
        engine.environment().onUserThread(() -> {
            outcome.run();
            engine.environment().onLoop(() -> outcome.answer(then, failed));
        });
    }

    /** The engine's part of the next revision. */
    EntryFormat nextFormat(boolean ends) {
        return stored.format().next(stored.updated(), ends);
    }

    /** Writes a snapshot on top of what is stored; on top of what is found, where that is ours (P10). */
    SaveQueue.Job write(
            Snapshot<T> snapshot,
            @Nullable Token holder,
            boolean power,
            EntryFormat system,
            Consumer<SaveQueue.Decision> decided) {
        Stored base = stored;
        Content content = new Content(
                snapshot.text(),
                snapshot.userIds(),
                snapshot.metadata(),
                holder == null ? null : holder.toString(),
                snapshot.score(),
                system.text());
        String author = engine.lease().incarnation();
        Retention retention = engine.retention(
                profileId(), () -> base.retention(store.options().history(), author));
        Write write = new Write(
                id,
                base.revision(),
                base.revision() == 0 ? null : base.writeId(),
                engine.ids().write(author),
                content,
                power ? Write.Durability.POWER : Write.Durability.PROCESS,
                retention,
                false);
        return engine.queue()
                .submit(
                        write,
                        power,
                        decision -> {
                            if (decision.written()) {
                                stored = new Stored(
                                        decision.revision(),
                                        write.writeId(),
                                        base.created(),
                                        decision.updated() == null ? base.updated() : decision.updated(),
                                        system,
                                        power);
                                state.saved(snapshot);
                            } else {
                                engine.events().tell(listener -> listener.staleWriteRefused(profileId()));
                            }
                            decided.accept(decision);
                        },
                        failure -> engine.events().tell(listener -> listener.saveFailed(profileId(), failure)));
    }

    /**
     * Whether what stands in the storage is still this session's, though not as it left it: its own token, or the very revision that
     * it took from nobody (the storage was set back, F41). Then it is the new base. Any other older state may be what another session
     * has written since.
     */
    boolean rebase(Optional<Entry> current) {
        long found = current.map(Entry::revision).orElse(0L);
        Token holder =
                current.map(entry -> Token.parse(entry.content().holder())).orElse(null);
        boolean ours = token.isSameSession(holder);
        boolean setBack =
                holder == null && current.map(Entry::writeId).orElse("").equals(takenFrom);
        if (!ours && !setBack) {
            return false;
        }
        Stored before = stored;
        stored = new Stored(
                found,
                current.map(Entry::writeId).orElse(""),
                current.map(Entry::created).orElse(before.created()),
                current.map(Entry::updated).orElse(before.updated()),
                before.format(),
                false);
        return true;
    }

    private void decided(Snapshot<T> snapshot, List<CompletableFuture<SaveResult>> asked, SaveQueue.Decision decision) {
        if (decision.written() && decision.current().isEmpty()) {
            SaveResult.Saved saved = new SaveResult.Saved(stored.revision(), stored.updated());
            answer(asked, saved);
            afterSave(saved);
            if (state.phase() == LiveState.Phase.DETACHED
                    && token.incarnation().equals(engine.lease().incarnation())) {
                state.detached(false);
                resumed();
            }
            idle();
        } else if (!decision.written()
                && rebase(decision.current())
                && state.phase() == LiveState.Phase.DETACHED
                && !engine.lease().isValid()) {
            waiters = new ArrayList<>(waiters);
            waiters.addAll(asked);
            isExplicit = true;
            isWanted = true;
            state.notSaved();
            idle(); // reattach goes on when there is a lease
        } else if (!decision.written() && rebase(decision.current())) {
            write(snapshot, token, true, nextFormat(false), again -> decided(snapshot, asked, again));
        } else {
            isBusy = false;
            if (!decision.written()) {
                state.notSaved();
            }
            lost(reasonFor(decision.current()), asked);
        }
    }

    private ReleaseReason reasonFor(Optional<Entry> current) {
        if (current.filter(entry -> !entry.isTombstone()).isEmpty()) {
            return ReleaseReason.REMOVED;
        }
        return state.phase() == LiveState.Phase.DETACHED ? ReleaseReason.LEASE_LOST : ReleaseReason.STOLEN;
    }

    /** It is another's now (P1, P8): nothing can be written any more. */
    void lost(ReleaseReason reason, List<CompletableFuture<SaveResult>> asked) {
        Ending<T> end = ending;
        if (end == null) {
            end = new Ending<>(this, reason);
            ending = end;
        }
        waiters.forEach(end::whenDone);
        waiters = List.of();
        asked.forEach(end::whenDone);
        end.lost(reason);
    }

    /** Begins the end; the same end at each call. */
    Ending<T> end(ReleaseReason reason) {
        return end(reason, null);
    }

    /** Begins the end by a handover, or turns an end that has begun into one while there is time (P5). */
    void handOver(Claim claim) {
        end(ReleaseReason.HANDED_OVER, claim);
    }

    private Ending<T> end(ReleaseReason reason, @Nullable Claim claim) {
        Ending<T> end = ending;
        if (end != null) {
            if (claim != null) {
                end.handTo(claim);
            }
        } else {
            end = new Ending<>(this, reason);
            ending = end;
            if (claim != null) {
                end.handTo(claim);
            }
            List<CompletableFuture<SaveResult>> asked = waiters;
            waiters = List.of();
            asked.forEach(end::whenDone);
            end.begin();
        }
        return end;
    }

    private void idle() {
        isBusy = false;
        proceed();
    }

    private void afterSave(SaveResult.Saved saved) {
        List<Consumer<SaveResult.Saved>> after = listeners.afterSave();
        if (!after.isEmpty()) {
            tell("onAfterSave", () -> after.forEach(listener -> listener.accept(saved)));
        }
    }

    void suspended() {
        if (ending == null) {
            listeners.suspended().forEach(listener -> tell("onSuspended", listener));
        }
    }

    void resumed() {
        if (ending == null && state.phase() == LiveState.Phase.OPEN) {
            listeners.resumed().forEach(listener -> tell("onResumed", listener));
        }
    }

    private void answer(List<CompletableFuture<SaveResult>> asked, SaveResult result) {
        asked.forEach(waiter -> engine.environment().onUserThread(() -> waiter.complete(result)));
    }

    /** Reports unsaved state, if there is any, so that it is not lost silently. */
    void reportLoss(ReleaseReason reason, @Nullable Throwable cause) {
        snapshotElsewhere(
                false,
                snapshot -> {
                    if (snapshot.isChanged()) {
                        tellLoss(Optional.ofNullable(snapshot.text()), reason, cause);
                    }
                },
                failure -> tellLoss(Optional.empty(), reason, failure));
    }

    /** Reports a snapshot that was refused. */
    void reportLossOf(Snapshot<T> snapshot, ReleaseReason reason, @Nullable Throwable cause) {
        if (snapshot.isChanged()) {
            tellLoss(Optional.ofNullable(snapshot.text()), reason, cause);
        }
    }

    void tellLoss(Optional<String> text, ReleaseReason reason, @Nullable Throwable cause) {
        LostUpdate lost = new LostUpdate(
                profileId(),
                stored.revision(),
                text.map(com.google.gson.JsonParser::parseString),
                reason,
                Optional.ofNullable(cause));
        engine.events().tell(listener -> listener.lostUpdate(lost));
    }
}
